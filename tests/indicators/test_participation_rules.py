"""Definitions of the participation indicators, and what may be shown of counts of people."""

from dataclasses import fields

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from indicators.participation.catalogue import DEFINITIONS, HISTORY, versions
from indicators.participation.value import Part, Value, may_show_sum, of_people, people_parts
from indicators.rules.attack import Attacker

KEYS = ("a", "b", "c", "")
counts = st.one_of(st.just(0), st.integers(1, 12), st.integers(10, 60))
a_month = st.dictionaries(st.sampled_from(KEYS), counts, min_size=1)


def test_every_definition_is_whole_and_has_its_own_code():
    assert len(DEFINITIONS) == 16
    for code, definition in DEFINITIONS.items():
        assert code == definition.code
        assert code.startswith("P10-")
        assert all(getattr(definition, field.name) for field in fields(definition))
        assert settings.CITY.name not in "".join(
            str(getattr(definition, field.name)) for field in fields(definition)
        )
        assert versions(code) == [definition, *(one for one in HISTORY if one.code == code)]


def test_an_earlier_version_stays_readable(monkeypatch):
    people = DEFINITIONS["P10-PEOPLE"]
    monkeypatch.setattr("indicators.participation.catalogue.HISTORY", [people])
    assert versions("P10-PEOPLE") == [people, people]


@pytest.mark.parametrize(
    ("months", "shown"),
    [([0], True), ([9], False), ([10], True), ([30, 4], False), ([30, 4, 5], False), ([30, 4, 6], True)],
)
def test_a_sum_that_tells_a_small_month_is_hidden(months, shown):
    value = of_people(months)
    assert (value.number, value.suppressed) == ((sum(months), False) if shown else (None, True))


def attacker_of(months: list[dict[str, int]], year: Value, parts: list[Part]) -> Attacker:
    """Knows every published sum of the months and of the year."""
    attacker = Attacker()
    everything = [(number, key) for number, month in enumerate(months) for key in month]
    for number, month in enumerate(months):
        own = [cell for cell in everything if cell[0] == number]
        if not of_people([sum(month.values())]).suppressed:
            attacker.learn(own)
        for part in people_parts([month], {}, "人次"):
            if not part.suppressed:
                attacker.learn([(number, part.key)])
    if not year.suppressed:
        attacker.learn(everything)
    for part in parts:
        if not part.suppressed:
            attacker.learn([cell for cell in everything if cell[1] == part.key])
    return attacker


@given(st.lists(a_month, min_size=1, max_size=4))
def test_nothing_small_follows_from_months_and_their_year(months):
    year = of_people(sum(month.values()) for month in months)
    attacker = attacker_of(months, year, people_parts(months, {}, "人次"))

    for number, month in enumerate(months):
        assert not (0 < sum(month.values()) < 10 and attacker.knows((number, key) for key in month))
        for key, people in month.items():
            assert not (0 < people < 10 and attacker.knows([(number, key)])), (number, key)


def test_the_same_attack_finds_a_month_when_its_year_is_shown():
    months = [{"a": 30}, {"a": 4}]
    attacker = attacker_of(months, Value(34), [Part("a", "a", 34)])
    assert not may_show_sum([30, 4])
    assert attacker.knows([(1, "a")])
