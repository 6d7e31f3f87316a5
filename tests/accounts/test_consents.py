"""Each purpose is agreed to apart, and can be taken back."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Consent
from accounts.selectors.consents import consent_stands, consents_standing, has_agreed
from accounts.services.consents import record_consent, withdraw_consent
from accounts.texts import privacy_notice
from tests.accounts.people import someone

BUS, RECYCLER = "partner:bus-card/trips", "partner:recycler/weights"

pytestmark = pytest.mark.django_db


def agree(user, detail=BUS, **changes):
    given = {"purpose": Consent.Purpose.PARTNER_DATA, "notice": privacy_notice(), "channel": "app"}
    return record_consent(user=user, detail=detail, **(given | changes))


def stands(user, detail=BUS) -> bool:
    return consent_stands(user, Consent.Purpose.PARTNER_DATA, detail)


def test_one_purpose_says_nothing_about_another(resident):
    assert agree(resident) is not None

    assert (stands(resident), stands(resident, RECYCLER)) == (True, False)
    assert not consent_stands(resident, Consent.Purpose.RANKING_ALIAS)
    assert has_agreed(resident, privacy_notice())
    assert not stands(someone())


def test_what_is_taken_back_no_longer_stands_and_can_be_given_again(resident):
    agree(resident)
    agree(resident, RECYCLER)

    assert withdraw_consent(user=resident, purpose="partner_data", detail=BUS, channel="web") is not None
    assert withdraw_consent(user=resident, purpose="partner_data", detail=BUS, channel="web") is None
    assert (stands(resident), stands(resident, RECYCLER)) == (False, True)

    agree(resident)
    assert stands(resident)
    rows = Consent.objects.filter(detail=BUS).order_by("pk")
    assert [row.given for row in rows] == [True, False, True]
    assert len({row.document_sha256 for row in rows}) == 1


def test_the_same_yes_is_kept_once(resident):
    agree(resident)

    assert agree(resident) is None
    assert Consent.objects.filter(detail=BUS).count() == 1


def test_a_newer_text_asks_again_but_does_not_end_what_stands(resident):
    agree(resident)
    newer = replace(privacy_notice(), version="2999-01", sha256="f" * 64)

    assert stands(resident)
    assert not has_agreed(resident, newer, purpose="partner_data", detail=BUS)
    assert agree(resident, notice=newer) is not None


def test_a_yes_of_somebody_else_is_another_decision(resident):
    guardian = someone()
    agree(resident, given_by=guardian)

    assert not has_agreed(resident, privacy_notice(), purpose="partner_data", detail=BUS)
    assert agree(resident) is not None
    assert stands(resident)


def test_what_stands_is_listed_latest_first_in_one_query(resident, django_assert_num_queries):
    agree(resident)
    agree(resident, RECYCLER)
    withdraw_consent(user=resident, purpose="partner_data", detail=BUS, channel="web")

    with django_assert_num_queries(1):
        rows = consents_standing(resident)

    assert [(row.purpose, row.detail, row.label) for row in rows] == [
        ("partner_data", RECYCLER, "合作方提供数据"),
        ("account", "", "账号与服务"),
    ]


def test_every_purpose_is_known_to_the_database(resident):
    for purpose in Consent.Purpose.values:
        agree(resident, purpose=purpose, detail="test")

    with pytest.raises(IntegrityError, match="consent_purpose_known"), transaction.atomic():
        agree(resident, purpose="marketing")
