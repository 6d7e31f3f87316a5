"""Phases go by the day alone, and never back as days pass."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.contests.rules.days import (
    DAY_NAMES,
    differences,
    first_wrong,
    kept_fields,
    moved_to,
    proposal,
)
from campaigns.contests.rules.facts import day_values
from campaigns.contests.rules.phases import Calendar, Phase, phase_on

ORDER = list(Phase)
FIRST = date(2026, 12, 1)
USUAL = proposal(FIRST)


@st.composite
def calendars(draw):
    """Days in order, with or without visits and re-check."""
    days = st.integers(1, 40)
    enrol_from = FIRST + timedelta(days=draw(st.integers(-100, 100)))
    enrol_until = enrol_from + timedelta(days=draw(st.integers(0, 40)))
    materials = enrol_until + timedelta(days=draw(st.integers(0, 40)))
    screening = materials + timedelta(days=draw(days))
    visits = screening + timedelta(days=draw(days)) if draw(st.booleans()) else None
    judging = (visits or screening) + timedelta(days=draw(days))
    notice = judging + timedelta(days=draw(st.integers(5, 40)))
    recheck = notice + timedelta(days=draw(days)) if draw(st.booleans()) else None
    until = recheck + timedelta(days=draw(st.integers(0, 40))) if recheck else None
    return Calendar(enrol_from, enrol_until, materials, screening, visits, judging, notice, recheck, until)


def phases(calendar: Calendar, before: int = 150, after: int = 500) -> list[Phase]:
    """The phase of each day."""
    return [phase_on(calendar, FIRST + timedelta(days=number)) for number in range(-before, after)]


@given(calendars())
def test_phases_never_go_back_as_days_pass(calendar):
    places = [ORDER.index(phase) for phase in phases(calendar)]

    assert places == sorted(places)
    assert places[0] == ORDER.index(Phase.BEFORE)


@given(calendars())
def test_each_day_is_the_last_one_of_its_phase(calendar):
    ends = {
        Phase.ENROL: calendar.enrol_until,
        Phase.SCREENING: calendar.screening_until,
        Phase.VISITS: calendar.visits_until,
        Phase.JUDGING: calendar.judging_until,
        Phase.NOTICE: calendar.notice_until,
        Phase.RECHECK: calendar.recheck_until,
    }

    for phase, end in ends.items():
        if end is None:
            assert phase not in phases(calendar)
            continue
        assert phase_on(calendar, end) == phase
        assert ORDER.index(phase_on(calendar, end + timedelta(days=1))) > ORDER.index(phase)
    assert phase_on(calendar, calendar.enrol_from - timedelta(days=1)) == Phase.BEFORE


@given(calendars())
def test_days_in_order_are_right(calendar):
    assert first_wrong(calendar) is None


@given(calendars(), st.sampled_from(sorted(DAY_NAMES)), st.integers(1, 400))
def test_what_is_not_wrong_is_what_the_database_takes(calendar, name, back):
    day = getattr(calendar, name)
    if day is None:
        return
    moved = replace(calendar, **{name: day - timedelta(days=back)})

    assert (first_wrong(moved) is None) == _is_in_order(moved)


def _is_in_order(one: Calendar) -> bool:
    """The CHECKs of Contest, and a notice of five days."""
    start = one.visits_until or one.screening_until
    return (
        one.enrol_from <= one.enrol_until <= one.materials_until < one.screening_until
        and (one.visits_until is None or one.screening_until < one.visits_until)
        and start < one.judging_until
        and one.judging_until + timedelta(days=5) <= one.notice_until
        and (
            one.recheck_from is None
            or one.recheck_until is None
            or one.notice_until < one.recheck_from <= one.recheck_until
        )
    )


@given(calendars(), calendars(), st.sampled_from([(0, 0, 0), (1, 0, 0), (1, 1, 0), (1, 1, 1)]))
def test_whatever_is_asked_for_the_order_holds_and_what_is_done_stays(now, wanted, done):
    kept = kept_fields(drawn=bool(done[0]), settled=bool(done[1]), announced=bool(done[2]))

    result = moved_to(now, wanted, kept)

    assert first_wrong(result) is None
    assert {name: getattr(result, name) for name in kept} == {name: getattr(now, name) for name in kept}
    assert result == wanted or kept


@pytest.mark.parametrize(
    ("name", "days", "sentence"),
    [
        (
            "enrol_until",
            -31,
            "报名截止（2026年12月14日）不能早于报名第一天（2026年12月15日），请改一改。",
        ),
        (
            "screening_until",
            -7,
            "初审截止（2027年1月28日）不能早于或等于材料截止（2027年1月28日），请改一改。",
        ),
        ("notice_until", -4, "公示至少5天，请把公示截止往后放。"),
        (
            "recheck_until",
            -31,
            "复核截止（2028年2月23日）不能早于复核第一天（2028年2月24日），请改一改。",
        ),
    ],
)
def test_the_first_wrong_day_is_named(name, days, sentence):
    wrong = replace(USUAL, **{name: getattr(USUAL, name) + timedelta(days=days)})

    assert first_wrong(wrong) == (name, sentence)


@pytest.mark.parametrize("name", ["recheck_from", "recheck_until"])
def test_the_days_of_the_recheck_come_together(name):
    field, sentence = first_wrong(replace(USUAL, **{name: None}))

    assert (field, sentence) == (name, "复核的第一天和截止要一起写，或者都不写。")


def test_what_moved_is_said_in_the_order_of_the_year():
    after = replace(USUAL, judging_until=date(2027, 3, 6), visits_until=None)

    assert differences(USUAL, after) == ["不再有现场核查截止", "评审截止改为2027年3月6日"]
    assert differences(USUAL, USUAL) == []


def test_a_page_begun_today_proposes_days_to_come():
    assert first_wrong(USUAL) is None
    assert min(day for day in day_values(USUAL).values() if day) == date(2026, 12, 15)
