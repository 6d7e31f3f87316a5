"""Promise 4 on stored numbers: whoever downloads every table and takes numbers from each other learns nothing
about one to nine people."""

import random
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import pytest

from indicators import open_data
from indicators.models import Scope
from indicators.periods import EPOCH, starts
from indicators.selectors import statistics as selectors
from indicators.selectors.city import city_numbers
from indicators.services.totals import fold_totals
from tests.indicators.attack import Attacker
from tests.indicators.builders import log, small_city

pytestmark = pytest.mark.django_db

# A Wednesday in the week that begins in another month.
TODAY = date(2026, 12, 2)
# A resident, a day, and the place by scope.
Fact = tuple[int, date, dict[Scope, str]]
WINDOWS = ("today", "week", "month", "total")


def record(city, people, *, day=TODAY, town=0, what="bike", tier="self_reported", first=0):
    for resident in city.residents[first : first + people]:
        log(resident, city.actions[what], day, place=city.towns[town], tier=tier)


def numbers(figure):
    return (figure.logs, figure.people, figure.milligrams, figure.low_mg, figure.high_mg, figure.suppressed)


HIDDEN = (None, None, None, None, None, True)


def test_nine_people_are_hidden_and_the_tenth_shows_them():
    city = small_city()
    record(city, 9)
    fold_totals()
    assert numbers(city_numbers(today=TODAY).today) == HIDDEN

    record(city, 1, first=9)
    fold_totals()

    shown = city_numbers(today=TODAY)
    assert numbers(shown.today) == (10, 10, 1_500_000, 1_000_000, 2_000_000, False)
    assert numbers(shown.total) == numbers(shown.today)
    assert (shown.week.from_on, shown.month.from_on, shown.total.from_on) == (
        date(2026, 11, 30),
        date(2026, 12, 1),
        TODAY,
    )


def test_a_day_without_logs_shows_zero():
    assert numbers(city_numbers(today=TODAY).today) == (0, 0, 0, 0, 0, False)


def test_a_small_town_hides_one_more_so_that_the_rest_does_not_tell_it():
    city = small_city(residents=40, towns=3)
    record(city, 3, town=0)
    record(city, 12, town=1, first=3)
    record(city, 20, town=2, first=15)
    fold_totals()

    rows = {row.code: row for row in selectors.statistics(today=TODAY).by_town("today")}

    assert [rows[town.code].people for town in city.towns] == [None, None, 20]
    assert [rows[town.code].suppressed for town in city.towns] == [True, True, False]


def test_yesterday_in_a_small_town_is_not_told_by_the_week_less_today():
    city = small_city(residents=60, towns=3)
    record(city, 3, town=0, day=TODAY - timedelta(days=1))
    record(city, 30, town=1, day=TODAY - timedelta(days=1), first=30)
    record(city, 15, town=0)
    record(city, 25, town=1, first=30)
    fold_totals()

    found = selectors.statistics(today=TODAY)
    week = {row.code: row.logs for row in found.by_town("week")}
    today = {row.code: row.logs for row in found.by_town("today")}

    code = city.towns[0].code
    assert None in (week[code], today[code])


def test_evidence_is_published_apart():
    city = small_city(residents=45)
    record(city, 12)
    record(city, 14, tier="evidenced", first=12)
    record(city, 18, what="sort", first=26)
    fold_totals()

    rows = {row.code: row for row in selectors.statistics(today=TODAY).by_evidence("total")}

    assert {code: (row.label, row.people, row.milligrams) for code, row in rows.items()} == {
        "metered": ("计量数据", 0, 0),
        "evidenced": ("有凭证", 14, 14 * 150_000),
        "self_reported": ("自己记录", 12, 12 * 150_000),
        "unquantified": ("暂不量化（计0克）", 18, 0),
    }


@pytest.mark.parametrize("seed", range(4))
def test_an_attacker_with_every_table_works_out_no_small_cell(seed):
    """Every window × town, category, evidence; every day; and every window less another one."""
    facts = random_weeks(seed)
    fold_totals()
    statistics = selectors.statistics(today=TODAY)
    counted = 0
    for scope in (Scope.TOWN, Scope.CATEGORY, Scope.EVIDENCE):
        cells = sorted({(places[scope], day) for _, day, places in facts})
        attacker = Attacker()
        learn_tables(attacker, statistics, scope, cells)
        for target, people in small_cells(facts, scope):
            counted += 1
            known = [cell for cell in cells if target(cell)]
            assert not attacker.knows(known), (scope, known, people)
    assert counted > 20


def random_weeks(seed):
    """Five weeks in a city of few people, so that many cells are small; (resident, day, place by scope)."""
    chance = random.Random(seed)
    city = small_city(residents=45, towns=5)
    home = {resident.pk: chance.choice([0, 0, 0, 1, 1, 2, 2, 3, 4]) for resident in city.residents}
    facts: list[Fact] = []
    live_through(city, home, chance, facts)
    return facts


def live_through(city, home, chance, facts):
    for back in range(35):
        day = TODAY - timedelta(days=back)
        for resident in chance.sample(city.residents, chance.choice([0, 2, 8, 15, 30, 40])):
            what = chance.choice(["bike", "bike", "bus", "water", "sort"])
            tier = chance.choice(["self_reported", "self_reported", "evidenced", "metered"])
            town = city.towns[home[resident.pk]]
            made = log(resident, city.actions[what], day, place=town, tier=tier)
            places = {
                Scope.TOWN: town.code,
                Scope.CATEGORY: made.action.category,
                Scope.EVIDENCE: "unquantified" if what == "sort" else tier,
            }
            facts.append((resident.pk, day, places))


def learn_tables(attacker, statistics, scope, cells):
    """Everything that is published, as sums over (place, day)."""
    for window in WINDOWS:
        start = statistics.window(window).start
        within = [cell for cell in cells if cell[1] >= start]
        if not statistics.moment.city(window).suppressed:
            attacker.learn(within)
        for place, figure in statistics.moment.parts(window, scope).items():
            if not figure.suppressed:
                attacker.learn([cell for cell in within if cell[0] == place])
    for row in open_data.table("day", "total", statistics).rows:
        if not row["suppressed"]:
            attacker.learn([cell for cell in cells if cell[1].isoformat() == row["code"]])


def small_cells(facts, scope):
    """Sums that would speak about one to nine people: (which cells, how many people)."""
    windows = dict(zip(WINDOWS, (start for _, start in starts(TODAY)), strict=True))
    cuts = sorted({max(start, min(day for _, day, _ in facts)) for start in windows.values()} | {date.max})
    spans = [(a, b) for number, a in enumerate(cuts) for b in cuts[number + 1 :]]
    assert windows["total"] == EPOCH
    people: defaultdict[tuple[Any, ...], set[int]] = defaultdict(set)
    for resident, day, places in facts:
        people["day", None, day].add(resident)
        for a, b in spans:
            if a <= day < b:
                people["span", places[scope], a, b].add(resident)
                people["span", None, a, b].add(resident)
    for (kind, place, *bounds), who in people.items():
        if len(who) >= 10:
            continue
        first, beyond = bounds if kind == "span" else (bounds[0], bounds[0] + timedelta(days=1))
        yield within(place, first, beyond), len(who)


def within(place, first, beyond):
    return lambda cell: (place is None or cell[0] == place) and first <= cell[1] < beyond


def test_the_attacker_finds_a_cell_when_only_small_cells_are_hidden(monkeypatch):
    """Control: without the complementary rules the same attack succeeds."""
    monkeypatch.setattr("indicators.rules._is_safe", lambda hidden: True)
    monkeypatch.setattr("indicators.rules._may_differ", lambda *args: True)
    facts = random_weeks(0)
    fold_totals()
    statistics = selectors.statistics(today=TODAY)
    cells = sorted({(places[Scope.TOWN], day) for _, day, places in facts})
    attacker = Attacker()
    learn_tables(attacker, statistics, Scope.TOWN, cells)

    found = [target for target, _ in small_cells(facts, Scope.TOWN) if attacker.knows(filter(target, cells))]

    assert len(found) > 0
