"""When people are reminded: by day, before the session, the earlier one first."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.reminders import (
    DAY_BEFORE,
    LONGEST_AHEAD,
    TWO_HOURS,
    due_reminder,
    near_words,
    reminder_at,
    speaks_again,
)
from campaigns.rules.words import quoted

moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1))  # noqa: DTZ001


def at(text: str) -> datetime:
    """A moment of March 2026: "05 9:00"."""
    day, clock = text.split()
    hour, minute = clock.split(":")
    return datetime(2026, 3, int(day), int(hour), int(minute))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("starts", "day_before", "two_hours"),
    [
        ("10 15:00", "09 15:00", "10 13:00"),
        ("10 10:00", "09 10:00", "10 8:00"),
        # 7:00 is too early; 8:00 still leaves an hour.
        ("10 9:00", "09 9:00", "10 8:00"),
        ("10 8:30", "09 8:30", "10 8:00"),
        # 8:00 would be too late to be of use.
        ("10 8:20", "09 8:20", "09 20:30"),
        ("10 6:30", "09 8:00", "09 20:30"),
        ("10 22:59", "09 20:30", "10 20:59"),
        ("10 23:30", "09 20:30", "10 20:30"),
        ("10 1:00", "09 8:00", "09 20:30"),
    ],
)
def test_the_two_moments(starts, day_before, two_hours):
    assert reminder_at(DAY_BEFORE, at(starts)) == at(day_before)
    assert reminder_at(TWO_HOURS, at(starts)) == at(two_hours)


@given(moments)
def test_nobody_is_reminded_by_night_or_after_the_beginning_and_both_in_order(starts_at):
    first, second = reminder_at(DAY_BEFORE, starts_at), reminder_at(TWO_HOURS, starts_at)

    assert starts_at - LONGEST_AHEAD <= first < second < starts_at
    assert all(time(8) <= moment.time() < time(21) for moment in (first, second))
    assert second <= starts_at - timedelta(minutes=30)
    assert first <= starts_at - timedelta(hours=12)


@given(moments, st.timedeltas(timedelta(0), timedelta(days=3)))
def test_what_is_due_is_due_by_day_and_before_the_beginning(starts_at, earlier):
    now = starts_at - earlier
    which = due_reminder(starts_at, now)

    if which:
        assert time(8) <= now.time() < time(21)
        assert reminder_at(which, starts_at) <= now < starts_at
    assert which != DAY_BEFORE or now < reminder_at(TWO_HOURS, starts_at)


def test_a_worker_that_comes_back_late_sends_the_later_one_only():
    starts = at("10 15:00")

    assert due_reminder(starts, at("09 14:59")) == ""
    assert due_reminder(starts, at("09 15:00")) == due_reminder(starts, at("10 12:59")) == DAY_BEFORE
    assert due_reminder(starts, at("10 13:00")) == due_reminder(starts, at("10 14:59")) == TWO_HOURS
    assert due_reminder(starts, at("09 22:00")) == due_reminder(starts, at("10 15:00")) == ""


@pytest.mark.parametrize(
    ("now", "then"), [("10 9:00", "10 9:00"), ("10 21:00", "11 8:00"), ("10 7:59", "10 8:00")]
)
def test_by_night_the_morning_is_waited_for(now, then):
    assert speaks_again(at(now)) == at(then)


@pytest.mark.parametrize(
    ("now", "words"), [("10 8:00", "今天9:05"), ("09 23:00", "明天9:05"), ("08 9:00", "3月10日 周二 9:05")]
)
def test_a_near_day_is_said_as_people_say_it(now, words):
    assert near_words(at("10 9:05"), at(now)) == words


def test_quotation_marks_within_a_title_become_single_ones():
    assert quoted("“旧物”交换") == "“‘旧物’交换”"
