"""Titles: given once, found by anybody, withdrawn with a reason."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns.contests.models import Title
from campaigns.contests.rules.years import next_end, years_on
from campaigns.contests.services.titles import give_title
from campaigns.rules.certificates import code_typed
from carbon_points.models import Place
from core import clock
from tests.carbon_points.ledger_world import NOW, make_action
from tests.contests.awarded import make_result
from tests.contests.world import make_contest

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", NOW.date)


def test_a_title_is_given_once_and_holds_until_the_end_of_its_recheck():
    contest = make_contest(day=60)
    result = make_result(contest)

    title = give_title(result=result, now=NOW)

    assert give_title(result=result, now=NOW) == title
    assert Title.objects.get() == title
    assert (title.level, title.kind, title.name, title.organisation, title.year) == (
        "示范",
        "school",
        result.entry.name,
        result.entry.organisation,
        contest.year,
    )
    assert (title.valid_from, title.valid_until) == (NOW.date(), contest.recheck_until)
    assert code_typed(title.code) == title.code
    assert title.place is None


def test_the_award_of_a_work_has_no_end():
    title = give_title(result=make_result(make_contest("works", day=60)), now=NOW)

    assert title.valid_until is None


def test_a_title_that_is_given_late_ends_at_the_next_anniversary():
    contest = make_contest(day=420)

    assert give_title(result=make_result(contest), now=NOW).valid_until == years_on(contest.recheck_until, 1)


def test_no_level_no_title():
    result = make_result(make_contest(day=60), level=None)

    with pytest.raises(ValueError, match="no level"):
        give_title(result=result, now=NOW)
    assert not Title.objects.exists()


def test_a_titled_shop_has_a_code_for_as_long_as_its_title():
    action = make_action("GR-SHOP", evidence=["self", "qr"], max_per_log=Decimal(1))
    contest = make_contest("shop", day=60, scan_action=action)

    title = give_title(result=make_result(contest), now=NOW)

    place = Place.objects.get()
    assert title.place == place
    assert (place.kind, place.daily_limit, place.valid_from, place.valid_to, place.action) == (
        "static",
        1,
        NOW.date(),
        contest.recheck_until,
        action,
    )
    assert (place.organisation, place.name) == (title.organisation, title.name)


def test_no_code_for_schools_and_for_actions_that_no_code_stands_for():
    scanned = make_action("GR-SHOP", evidence=["self", "qr"])
    typed = make_action("GR-TYPED", evidence=["self"])

    assert give_title(result=make_result(make_contest(day=60, scan_action=scanned)), now=NOW).place is None
    shop = give_title(result=make_result(make_contest("shop", day=60, scan_action=typed)), now=NOW)
    assert shop.pk
    assert shop.place is None
    assert not Place.objects.exists()


def test_years_on_the_calendar():
    assert years_on(date(2028, 2, 29), 1) == date(2029, 2, 28)
    assert years_on(date(2028, 2, 29), 4) == date(2032, 2, 29)
    assert next_end(date(2026, 5, 1), date(2026, 5, 1)) == date(2026, 5, 1)
    assert next_end(date(2026, 5, 1), date(2026, 5, 2)) == date(2027, 5, 1)
    assert next_end(date(2026, 5, 1), date(2028, 1, 1)) == date(2028, 5, 1)
    assert next_end(date(2027, 5, 1), date(2026, 1, 1)) == date(2027, 5, 1)
