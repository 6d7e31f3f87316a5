"""verify_ledger finds what does not fit between submissions, decisions, logs and claims, and names it."""

import pytest

from carbon_points.models import Claim, Decision, Submission
from carbon_points.services.logs import reverse_log
from carbon_points.services.review import decide, undo_decision
from carbon_points.services.verification import verify
from tests.carbon_points.ledger_world import NOW, record
from tests.carbon_points.review_world import bill_handed_in, handed_in, make_inhabitant, make_reviewer

pytestmark = pytest.mark.django_db


def found() -> list[str]:
    return [str(difference) for difference in verify().differences]


@pytest.fixture
def bill() -> Submission:
    """An approved bill beside an approved, a rejected and a reopened photo: all in order."""
    reviewer = make_reviewer()
    submissions = [handed_in(), handed_in(), handed_in(), bill_handed_in()]
    for submission, verdict in zip(submissions, ["approve", "reject", "approve", "approve"], strict=True):
        decide(reviewer=reviewer, submission_id=submission.pk, verdict=verdict, reason="不清楚", now=NOW)
    undo_decision(reviewer=reviewer, submission_id=submissions[2].pk, now=NOW)
    assert found() == []
    return Submission.objects.select_related("log").get(pk=submissions[3].pk)


@pytest.mark.parametrize(
    "change",
    [{"quantity": 41}, {"done_on": NOW.date()}, {"kind": "photo"}, {"resident": None}],
    ids=["quantity", "day", "kind", "resident"],
)
def test_an_edited_submission_is_named(bill, change):
    if "resident" in change:
        change = {"resident": make_inhabitant()}
    Submission.objects.filter(pk=bill.pk).update(**change)

    assert f"R12 submission {bill.pk}: approved, but its log says something else" in found()


def test_a_lost_or_turned_decision_is_named(bill):
    Decision.objects.filter(submission=bill).update(verdict="reject", reason="x")
    assert found() == [f"R12 submission {bill.pk}: approved without the decision for it"]
    Decision.objects.filter(submission=bill).delete()
    assert found() == [f"R12 submission {bill.pk}: approved without the decision for it"]


def test_a_log_without_submission_is_named(bill):
    log = record(make_inhabitant(), handed_in().action, evidence="photo")
    assert found() == [f"R12 log {log.pk}: stands on a photo that nobody handed in"]
    reverse_log(log=log, cause="review", now=NOW)
    assert found() == [f"R12 log {log.pk}: taken back, but it never belonged to a submission"]


def test_a_claim_that_outlives_its_log_is_named(bill):
    reverse_log(log=bill.log, cause="review", now=NOW)
    assert found() == []
    Claim.objects.update(released_at=None)
    assert found() == [f"R12 claim {Claim.objects.get().pk}: stands, but its log was taken back"]


def test_a_claim_that_is_released_too_early_or_lost_or_of_somebody_else_is_named(bill):
    claim = Claim.objects.get()
    Claim.objects.update(released_at=NOW)
    assert found() == [f"R12 claim {claim.pk}: released, but its log stands"]
    Claim.objects.update(released_at=None, resident=make_inhabitant())
    assert found() == [f"R12 claim {claim.pk}: names another resident than its log"]
    Claim.objects.all().delete()
    assert found() == [f"R12 submission {bill.pk}: an approved bill that claims nothing"]
