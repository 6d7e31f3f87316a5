"""rebuild_statistics: by a way of its own it comes to the same rows, and mends what differs."""

import random
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from carbon_points.models import ActionLog
from indicators.models import ActionDayTotal, DayTotal, Participation, PeriodTotal, TownDayTotal
from indicators.services.rebuild import rebuild_statistics
from indicators.services.totals import fold_totals
from tests.indicators.builders import log, small_city, undo
from tests.indicators.test_totals import everything, people

pytestmark = pytest.mark.django_db

FIRST = date(2026, 10, 26)


def live_a_little(city, seed, *, logs=120):
    """Random logs and undos, folded in random batches on the way."""
    chance = random.Random(seed)
    standing: list[ActionLog] = []
    actions = list(city.actions.values())
    for _ in range(logs):
        if standing and chance.random() < 0.3:
            undo(standing.pop(chance.randrange(len(standing))))
        else:
            made = log(
                chance.choice(city.residents),
                chance.choice(actions),
                FIRST + timedelta(days=chance.randrange(12)),
                place=chance.choice([None, *city.towns, *city.communities]),
                tier=chance.choice(["self_reported", "evidenced", "metered"]),
                quantity=chance.choice(["1", "0.5", "2.125"]),
            )
            standing.append(made)
        if chance.random() < 0.1:
            fold_totals(limit=chance.randrange(1, 30))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_logs_and_undos_give_the_same_rows_by_both_ways(seed):
    live_a_little(small_city(residents=8), seed)
    while fold_totals(limit=17):
        pass
    folded = everything()

    assert rebuild_statistics(resident_block=3) == []
    assert everything() == folded
    assert len(folded["PeriodTotal"]) > 60

    for model in (DayTotal, TownDayTotal, ActionDayTotal, PeriodTotal, Participation):
        model.objects.all().delete()
    differences = rebuild_statistics(resident_block=5)

    assert everything() == folded
    assert len(differences) == sum(len(rows) for rows in folded.values())


def test_it_names_what_differed_and_puts_it_right():
    city = small_city()
    log(city.residents[0], city.actions["bike"], FIRST, place=city.towns[0])
    fold_totals()
    right = everything()
    DayTotal.objects.update(logs=5)
    PeriodTotal.objects.filter(scope="city", period="day").update(people=4)
    Participation.objects.filter(period="week").delete()
    PeriodTotal.objects.create(period="day", start=FIRST, scope="town", key="430", people=1, logs=1)

    out = StringIO()
    call_command("rebuild_statistics", stdout=out)

    assert everything() == right
    lines = out.getvalue().splitlines()
    code, bike = city.towns[0].code, city.actions["bike"].code
    assert lines == [
        f"DayTotal 2026-10-26 {code} {bike} self_reported web: 1 5 150000 100000 200000 15 -> "
        "1 1 150000 100000 200000 15",
        f"Participation {city.residents[0].pk} week 2026-10-26 {code}  travel self_reported web: no row -> 1",
        "PeriodTotal day 2026-10-26 city : 4 1 150000 100000 200000 15 -> 1 1 150000 100000 200000 15",
        "PeriodTotal day 2026-10-26 town 430: 1 1 0 0 0 0 -> no row",
        "4 rows differed from the logs and were put right.",
    ]


def test_logs_that_wait_to_be_folded_are_no_difference():
    city = small_city()
    log(city.residents[0], city.actions["bike"], FIRST)

    assert rebuild_statistics() == []
    assert people("day", FIRST) == (1, 1)
    assert fold_totals() == 0


def test_nothing_to_rebuild_is_no_error():
    assert rebuild_statistics() == []


def test_quantities_add_up_to_the_thousandth():
    city = small_city()
    for _ in range(10):
        log(city.residents[0], city.actions["bike"], FIRST, quantity="0.1")
    fold_totals()

    assert DayTotal.objects.get().quantity == Decimal("1.000")
    assert rebuild_statistics() == []
