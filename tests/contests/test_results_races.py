"""Results and objections, several at once. Each promise stands beside a control without its guard."""

from datetime import timedelta
from unittest.mock import patch

import pytest

from campaigns.contests.models import Contest, JudgingEvent, Objection, Result, Title
from campaigns.contests.rules.objections import Decision
from campaigns.contests.services import objections, settling
from campaigns.contests.services.announcing import announce
from campaigns.contests.services.objections import decide
from campaigns.contests.services.settling import settle
from core import clock
from messaging.models import Message
from tests.carbon_points.ledger_world import NOW, make_resident
from tests.contests.judged import entries_of, judged, make_runner, settled
from tests.machinery.threads import Rendezvous, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
ANSWERS = {"upheld": "确有其事", "dismissed": "没有这回事"}


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: NOW.date())


def not_held(contest_id):
    """The control: everybody sees the contest as it was, and nobody waits for the row."""
    return Contest.objects.select_related("standard").get(pk=contest_id)


def test_five_runs_at_once_settle_once():
    contest = judged()

    answers = together(lambda _: settle(contest.pk, NOW), 5)

    assert answers == [None] * 5
    assert Result.objects.count() == 3
    assert JudgingEvent.objects.filter(what="settled").count() == 1


def test_control_without_the_lock_both_runs_settle_and_one_breaks():
    contest = judged()

    with patch.object(settling, "held", Rendezvous(2).after(not_held)):
        answers = together(lambda _: settle(contest.pk, NOW), 2)

    # Only the database's own constraint is left.
    assert sorted(type(one).__name__ for one in answers) == ["IntegrityError", "NoneType"]


def test_five_runs_at_once_announce_once():
    contest = settled()

    answers = together(lambda _: announce(contest.pk, NOW + timedelta(days=10)), 5)

    assert answers == [None] * 5
    assert Title.objects.count() == 2
    assert JudgingEvent.objects.filter(what="announced").count() == 1


def disputed():
    """An objection, and two people who may decide it."""
    contest = settled()
    row = Objection.objects.create(
        contest=contest,
        entry=entries_of(contest)[0],
        by=make_resident(),
        words="不对",
        request_key="k",
        at=NOW,
    )
    return contest, row, [make_runner(), make_runner()]


def both_decide(contest, row, people):
    """One upholds it, one dismisses it, at one moment."""
    decisions = [Decision(outcome, "摘要", words) for outcome, words in ANSWERS.items()]

    def work(one):
        return decide(user=people[one], contest_id=contest.pk, objection_id=row.pk, decision=decisions[one])

    return together(work, 2)


def test_of_two_deciders_one_decides():
    contest, row, people = disputed()

    answers = both_decide(contest, row, people)

    assert sorted(type(one).__name__ for one in answers) == ["AlreadyDecided", "Objection"]
    row.refresh_from_db()
    assert row.answer == ANSWERS[row.outcome]
    assert Message.objects.filter(recipient=row.by).count() == 1


def test_control_without_the_locks_both_decide_and_the_first_answer_is_gone():
    contest, row, people = disputed()

    def not_locked(contest_id, objection_id):
        return Objection.objects.select_related("entry").get(pk=objection_id)

    with (
        patch.object(objections, "held", not_held),
        patch.object(objections, "_row", Rendezvous(2).after(not_locked)),
    ):
        answers = both_decide(contest, row, people)

    assert [type(one).__name__ for one in answers] == ["Objection", "Objection"]
    assert {one.outcome for one in answers} == {"upheld", "dismissed"}


def test_two_objections_of_one_person_at_once_leave_one():
    contest, row, _ = disputed()
    somebody = make_resident()

    answers = together(
        lambda one: objections.object_to(
            user=somebody, contest_id=contest.pk, entry_id=row.entry_id, words="不对", request_key=str(one)
        ),
        4,
    )

    assert sum(isinstance(one, Objection) for one in answers) == 1
    assert Objection.objects.filter(by=somebody).count() == 1
