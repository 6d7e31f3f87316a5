"""The register against counting twice."""

import pytest
from django.db import IntegrityError, transaction

from carbon_points.models import ActionLog, Claim
from carbon_points.refusals import AlreadyCounted
from carbon_points.services.claims import claim, fingerprint
from carbon_points.services.logs import reverse_log
from tests.carbon_points.ledger_world import NOW, make_action, make_resident, record
from tests.machinery.threads import together

pytestmark = pytest.mark.django_db


def claimed(log: ActionLog, *parts: object) -> Claim:
    return claim(
        log=log,
        fingerprint=fingerprint(*parts),
        behaviour="bus",
        occurred_at=NOW,
        source="partner:bus",
        now=NOW,
    )


def partner_log() -> ActionLog:
    action = make_action() if not ActionLog.objects.exists() else ActionLog.objects.earliest("pk").action
    return record(make_resident(), action, evidence="partner")


def test_a_fingerprint_depends_on_every_part_and_where_it_ends():
    assert fingerprint("ab", "c") == fingerprint("ab", "c")
    assert (
        len({fingerprint("ab", "c"), fingerprint("a", "bc"), fingerprint("abc"), fingerprint("c", "ab")}) == 4
    )
    assert len(fingerprint("x", 1)) == 64


def test_a_fingerprint_needs_the_key(settings):
    before = fingerprint("meter", "1234")
    settings.PHONE_PEPPER = "another"
    assert fingerprint("meter", "1234") != before


def test_what_stands_is_not_claimed_again():
    first = claimed(partner_log(), "ride", 1)

    with pytest.raises(AlreadyCounted):
        claimed(partner_log(), "ride", 1)

    assert list(Claim.objects.all()) == [first]
    assert claimed(partner_log(), "ride", 2).released_at is None


def test_a_log_that_is_taken_back_frees_its_claim():
    log = partner_log()
    claimed(log, "ride")
    reverse_log(log=log, cause="correction", now=NOW)

    claimed(partner_log(), "ride")

    assert list(Claim.objects.values_list("log", "released_at")) == [(log.pk, NOW), (log.pk + 2, None)]


def test_an_error_of_another_kind_is_no_refusal():
    log = partner_log()
    claimed(log, "ride", 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        claimed(log, "ride", 2)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_16_at_once_are_one_claim():
    logs = [partner_log() for _ in range(16)]

    answers = together(lambda number: claimed(logs[number], "ride"), 16)

    assert sorted(type(answer).__name__ for answer in answers) == [*["AlreadyCounted"] * 15, "Claim"]
    assert Claim.objects.count() == 1
