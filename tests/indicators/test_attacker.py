"""Must show: the attacker finds nothing in random cities, and finds cells as soon as suppression is off."""

import itertools
import time
from datetime import date

import pytest

from indicators.models import Release
from indicators.rules.attack import Attacker
from indicators.services.publication import attacking, publish_releases
from tests.indicators.releases import noon, random_city

# Two months and the year that ends between them.
FIRST, DAYS, NOW = date(2025, 11, 28), 40, noon(date(2026, 2, 5))


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(20))
def test_nothing_can_be_worked_out_in_a_random_city(seed):
    random_city(seed, first=FIRST, days=DAYS)
    begun = time.monotonic()
    made = publish_releases(now=NOW)
    took = time.monotonic() - begun

    assert [str(release) for release in made if release.state == "stopped"] == []
    assert attacking.findings_in_everything() == []
    assert {release.period for release in made} == {"day", "month", "year"}
    shown = sum(not row["suppressed"] and row["logs"] > 0 for row in cells(made))
    hidden = sum(len(codes) for release in made for codes in release.targets.values())
    print(f"seed {seed}: {len(made)} releases in {took:.1f} s, {shown} shown, {hidden} small cells")
    assert shown > 50
    assert hidden > 20


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(20))
def test_without_suppression_the_attacker_finds_cells_in_the_same_city(seed):
    random_city(seed, first=FIRST, days=DAYS)
    publish_releases(now=NOW, protect=False)

    assert Release.objects.filter(state="stopped").count() == 0
    assert len(attacking.findings_in_everything()) > 0


def cells(made):
    return [row for release in made for rows in release.tables.values() for row in rows]


@pytest.mark.parametrize("number", range(60))
def test_the_attacker_knows_exactly_what_every_consistent_table_agrees_on(number):
    """Brute force: of all whole tables near the true one that fit what was published, which cells are the same?"""
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

    moves = [
        dict(zip(names, move, strict=True))
        for move in itertools.product((-1, 0, 1), repeat=len(names))
    ]
    fitting = [move for move in moves if all(sum(move[name] for name in line) == 0 for line in told)]

    for size in (1, 2):
        for asked in itertools.combinations(names, size):
            agreed = all(sum(move[name] for name in asked) == 0 for move in fitting)
            assert attacker.knows(asked) == agreed, (told, asked)
