"""Must show: the attacker finds nothing in random cities, and finds cells as soon as suppression is off."""

import itertools
import random
from collections import defaultdict
from datetime import date, timedelta

import pytest

from indicators.models import Release
from indicators.periods import last_day, starts
from indicators.rules.attack import Attacker
from indicators.services.publication import attacking, correct, publish_releases
from tests.indicators.releases import noon, random_city

# Two months and the year that ends between them.
FIRST, DAYS, NOW = date(2025, 11, 28), 40, noon(date(2026, 2, 5))


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(20))
def test_nothing_can_be_worked_out_in_a_random_city(seed):
    random_city(seed, first=FIRST, days=DAYS)
    made = publish_releases(now=NOW)

    assert [str(release) for release in made if release.state == "stopped"] == []
    assert attacking.findings_in_everything() == []
    assert {release.period for release in made} == {"day", "month", "year"}
    shown = sum(not row["suppressed"] and row["logs"] > 0 for row in cells(made))
    hidden = sum(len(codes) for release in made for codes in release.targets.values())
    assert shown > 50
    assert hidden > 20


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.parametrize("seed", range(20))
def test_without_suppression_the_attacker_finds_cells_in_the_same_city(seed):
    random_city(seed, first=FIRST, days=DAYS)
    publish_releases(now=NOW, protect=False)

    assert Release.objects.filter(state="stopped").count() == 0
    assert len(attacking.findings_in_everything()) > 0


@pytest.mark.django_db
@pytest.mark.parametrize(("seed", "protect"), [(1, True), (7, True), (12, True), (1, False), (7, False)])
def test_a_reader_of_the_public_tables_alone_finds_the_same(seed, protect):
    """Written apart: equations from the rows that everybody reads, people counted from the facts."""
    city = random_city(seed, first=FIRST, days=DAYS)
    publish_releases(now=NOW, protect=protect)
    attacker = Attacker()
    for release in Release.objects.all():
        read(attacker, release)

    found = [name for name, sums in small_sums(city) if attacker.knows(sums)]

    assert (found == []) == protect, found[:5]


def read(attacker, release):
    days = [day for day in every_day() if release.start <= day <= last_day(release.period, release.start)]
    codes = {name: [row["code"] for row in rows] for name, rows in release.tables.items()}
    for name, rows in release.tables.items():
        if name == "community":
            continue
        for day in days if name != "city" else ():
            attacker.learn({("city", day): -1} | {(name, code, day): 1 for code in codes[name]})
        for row in rows:
            if not row["suppressed"]:
                cells = [("city", day) if name == "city" else (name, row["code"], day) for day in days]
                attacker.learn(cells)
                if row["logs"] == row["people"] == 0 and name == "city":
                    for cell in cells:
                        attacker.learn([cell])


def small_sums(city):
    """Cells of days, months and years of one to nine people, and what shown days leave of a longer one."""
    people = defaultdict(set)
    for resident, day, parts in city.facts:
        for name, code in [("city", ""), *parts.items()]:
            if name != "community":
                people[name, code, day].add(resident)
    shown = {
        (release.start, name, row["code"] if name != "city" else "")
        for release in Release.objects.filter(period="day")
        for name, rows in release.tables.items()
        for row in rows
        if not row["suppressed"]
    }
    for name, code in {key[:2] for key in people}:
        for period in ("day", "month", "year"):
            for start in {dict(starts(day))[period] for day in every_day()}:
                days = [day for day in every_day() if start <= day <= last_day(period, start)]
                left = [day for day in days if (day, name, code) not in shown]
                for asked in (days, left):
                    who = set().union(*(people[name, code, day] for day in asked))
                    if 0 < len(who) < 10:
                        cells = [("city", day) if name == "city" else (name, code, day) for day in asked]
                        yield (name, code, start, len(who)), cells


def every_day():
    return [FIRST + timedelta(days=number) for number in range((NOW.date() - FIRST).days)]


def cells(made):
    return [row for release in made for rows in release.tables.values() for row in rows]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_corrections_after_late_logs_tell_nothing_either(seed):
    """A few late logs on many days, very many on three of them; everything is corrected."""
    city = random_city(seed, first=FIRST, days=DAYS)
    publish_releases(now=NOW)
    chance = random.Random(seed)
    for day in every_day()[:DAYS]:
        many = chance.choice([0, 1, 3, 3, 45])
        city.record_many(
            chance.sample(range(500, 560), many), day, town=chance.choice([0, 1]), channel="desk"
        )
    city.fold()

    stretches = list(Release.objects.order_by("pk").values_list("period", "start"))
    made = [
        release for period, start in stretches if (release := correct(period=period, start=start, now=NOW))
    ]

    assert [str(release) for release in made if release.state == "stopped"] == []
    assert len(made) > 3
    assert attacking.findings_in_everything() == []
    for second in made:
        first = Release.objects.get(period=second.period, start=second.start, version=1)
        for name, parts in second.exact.items():
            for code, numbers in parts.items():
                before = first.exact[name].get(code, [0] * 5)
                assert numbers == before or abs(numbers[1] - before[1]) >= 10, (second, name, code)


@pytest.mark.parametrize("number", range(60))
def test_the_attacker_knows_exactly_what_every_consistent_table_agrees_on(number):
    """Brute force: in which cells do all whole tables near the true one agree that fit what was published?"""
    towns, days = 2 + number % 2, 2
    names = list(itertools.product(range(towns), range(days)))
    lines = [
        *([(town, day) for day in range(days)] for town in range(towns)),
        *([(town, day) for town in range(towns)] for day in range(days)),
        names,
        *([name] for name in names),
    ]
    # A different choice of published sums for each number.
    told = [line for place, line in enumerate(lines) if (number * 2654435761 >> (place + 3)) & 3 == 1]
    attacker = Attacker()
    for line in told:
        attacker.learn(line)

    moves = [dict(zip(names, move, strict=True)) for move in itertools.product((-1, 0, 1), repeat=len(names))]
    fitting = [move for move in moves if all(sum(move[name] for name in line) == 0 for line in told)]

    for size in (1, 2):
        for asked in itertools.combinations(names, size):
            agreed = all(sum(move[name] for name in asked) == 0 for move in fitting)
            assert attacker.knows(asked) == agreed, (told, asked)
