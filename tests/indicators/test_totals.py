"""The fold: each log counts exactly once, an undo takes it off again, people are counted exactly."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from carbon_points.selectors.logs import feed_after
from indicators.models import ActionDayTotal, DayTotal, Participation, PeriodTotal, TownDayTotal, Watermark
from indicators.services import totals
from indicators.services.deltas import deltas_of
from indicators.services.totals import fold_totals
from tests.indicators.builders import MG, log, small_city, undo

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 2)


@pytest.fixture
def city():
    return small_city()


def people(period, start, scope="city", key=""):
    row = PeriodTotal.objects.filter(period=period, start=start, scope=scope, key=key).first()
    return (row.people, row.logs) if row else (0, 0)


def everything():
    """All rows of the tables, without their ids."""
    return {
        model.__name__: sorted(
            tuple(value for name, value in row.items() if name != "id") for row in model.objects.values()
        )
        for model in (DayTotal, TownDayTotal, ActionDayTotal, PeriodTotal, Participation)
    }


def test_a_log_counts_in_its_day_week_month_and_in_the_total(city):
    log(
        city.residents[0], city.actions["bike"], MONDAY + timedelta(days=2), place=city.towns[0], quantity="2"
    )

    assert fold_totals() == 1

    row = DayTotal.objects.get()
    assert (row.day, row.area_code) == (date(2026, 11, 4), city.towns[0].code)
    assert (row.action_code, row.evidence) == (city.actions["bike"].code, "self_reported")
    assert (row.logs, row.quantity, row.milligrams) == (1, Decimal(2), 2 * MG)
    assert (row.low_mg, row.high_mg, row.points) == (2 * MG * 2 // 3, 2 * MG * 4 // 3, 2 * MG // 10_000)
    stretches = [
        ("day", date(2026, 11, 4)),
        ("week", MONDAY),
        ("month", date(2026, 11, 1)),
        ("year", date(2026, 1, 1)),
        ("total", date(2000, 1, 1)),
    ]
    for period, start in stretches:
        places = PeriodTotal.objects.filter(period=period, start=start).values_list(
            "scope", "key", "people", "logs"
        )
        assert sorted(places) == sorted(
            [
                ("city", "", 1, 1),
                ("town", city.towns[0].code, 1, 1),
                ("category", "travel", 1, 1),
                ("evidence", "self_reported", 1, 1),
                ("channel", "web", 1, 1),
            ]
        )
    assert PeriodTotal.objects.count() == 25


def test_a_second_fold_finds_nothing(city):
    log(city.residents[0], city.actions["bike"], MONDAY)
    fold_totals()
    before = everything()

    assert fold_totals() == 0
    assert everything() == before


def test_a_person_is_counted_once_however_often_and_wherever(city):
    person = city.residents[0]
    log(person, city.actions["bike"], MONDAY, place=city.towns[0])
    fold_totals()
    log(person, city.actions["bike"], MONDAY, place=city.towns[1], tier="evidenced")
    log(person, city.actions["water"], MONDAY + timedelta(days=1), place=city.towns[0])
    log(city.residents[1], city.actions["bike"], MONDAY, place=city.towns[0])
    fold_totals()

    assert people("day", MONDAY) == (2, 3)
    assert people("day", MONDAY + timedelta(days=1)) == (1, 1)
    assert people("week", MONDAY) == (2, 4)
    assert people("week", MONDAY, "town", city.towns[0].code) == (2, 3)
    assert people("week", MONDAY, "town", city.towns[1].code) == (1, 1)
    assert people("week", MONDAY, "category", "travel") == (2, 3)
    assert people("week", MONDAY, "category", "home") == (1, 1)
    assert people("week", MONDAY, "evidence", "evidenced") == (1, 1)
    assert people("week", MONDAY, "evidence", "self_reported") == (2, 3)


def test_an_undo_takes_off_the_log_and_with_the_last_one_the_person(city):
    first = log(city.residents[0], city.actions["bike"], MONDAY, place=city.towns[0])
    second = log(city.residents[0], city.actions["bike"], MONDAY, place=city.towns[0])
    fold_totals()
    undo(first)
    fold_totals()
    assert people("day", MONDAY, "town", city.towns[0].code) == (1, 1)

    undo(second)
    fold_totals()

    assert people("day", MONDAY, "town", city.towns[0].code) == (0, 0)
    assert people("total", date(2000, 1, 1)) == (0, 0)
    assert Participation.objects.count() == 0
    row = DayTotal.objects.get()
    assert (row.logs, row.quantity, row.points) == (0, Decimal(0), 0)
    assert (row.milligrams, row.low_mg, row.high_mg) == (0, 0, 0)


def test_an_undo_that_is_folded_before_its_log_stops_nothing(city):
    """The feed is in the order of transactions: an undo that began to write before its log comes first."""
    original = log(city.residents[0], city.actions["bike"], MONDAY)
    reversal = undo(original)
    rows = feed_after(0, 0, 10)
    assert [row.id for row in rows] == [original.pk, reversal.pk]

    totals._apply(deltas_of(rows[1:]))
    assert people("day", MONDAY) == (0, -1)
    totals._apply(deltas_of(rows[:1]))

    assert people("day", MONDAY) == (0, 0)
    assert Participation.objects.count() == 0


def test_a_community_counts_for_its_town_and_no_area_counts_apart(city):
    log(city.residents[0], city.actions["bike"], MONDAY, place=city.communities[1])
    log(city.residents[1], city.actions["bike"], MONDAY)
    fold_totals()

    assert sorted(DayTotal.objects.values_list("area_code", "logs")) == [
        ("", 1),
        (city.communities[1].code, 1),
    ]
    assert people("day", MONDAY, "town", city.towns[1].code) == (1, 1)
    assert people("day", MONDAY, "town", "") == (1, 1)


def test_an_unquantified_action_counts_people_but_no_gram_and_stands_apart(city):
    log(city.residents[0], city.actions["sort"], MONDAY, place=city.towns[0])
    log(city.residents[1], city.actions["bike"], MONDAY, place=city.towns[0])
    fold_totals()

    row = PeriodTotal.objects.get(period="day", scope="evidence", key="unquantified")
    assert (row.people, row.logs, row.milligrams, row.low_mg, row.high_mg) == (1, 1, 0, 0, 0)
    assert people("day", MONDAY, "evidence", "self_reported") == (1, 1)
    assert DayTotal.objects.get(action_code=city.actions["sort"].code).evidence == "self_reported"


def test_an_organisations_action_stays_out_of_the_residents_totals(city):
    log(city.residents[0], city.actions["print"], MONDAY, place=city.towns[0])
    fold_totals()

    assert DayTotal.objects.get().action_code == city.actions["print"].code
    assert (PeriodTotal.objects.count(), Participation.objects.count()) == (0, 0)


def test_batches_give_the_same_as_one_fold(city):
    for number in range(7):
        log(city.residents[number % 3], city.actions["bike"], MONDAY + timedelta(days=number % 2))

    assert [fold_totals(limit=3) for _ in range(4)] == [3, 3, 1, 0]
    assert people("week", MONDAY) == (3, 7)


def test_a_crash_in_the_middle_leaves_totals_and_watermark_as_they_were(city, monkeypatch):
    log(city.residents[0], city.actions["bike"], MONDAY)
    fold_totals()
    log(city.residents[1], city.actions["bike"], MONDAY)
    before, mark = everything(), Watermark.objects.values().get()

    with monkeypatch.context() as patch:
        patch.setattr(Watermark, "save", broken)
        with pytest.raises(KeyboardInterrupt):
            fold_totals()

    assert (everything(), Watermark.objects.values().get()) == (before, mark)
    assert fold_totals() == 1
    assert people("day", MONDAY) == (2, 2)


def broken(*args, **kwargs):
    raise KeyboardInterrupt
