"""Codes at the door: what they are read as, and for how long they live."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules import codes
from campaigns.rules.codes import OwnCode, ScreenCode, SpokenCode

SECRET = b"a secret of a session"
# The first second of a step.
START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
numbers = st.integers(1, 10**17)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(numbers, moments)
def test_what_is_shown_is_read_and_fresh(number, moment):
    token = codes.screen_token(SECRET, number, moment)
    assert codes.read(f"https://site.example/come/{number}/{token}/") == ScreenCode(number, token)
    assert codes.read(f"{number}/{token}") == ScreenCode(number, token)
    assert codes.is_fresh_screen(SECRET, number, token, moment)

    own = codes.own_token(SECRET, number, moment)
    assert codes.read(f"https://site.example/come/ticket/{number}/{own}/") == OwnCode(number, own)
    assert codes.is_fresh_own(SECRET, number, own, moment)

    digits = codes.own_digits(SECRET, number, moment)
    assert codes.read(f"12号 {digits[:3]} {digits[3:]}") == SpokenCode(12, digits)
    assert codes.is_fresh_spoken(SECRET, number, digits, moment)


@pytest.mark.parametrize(
    ("seconds", "fresh"), [(0, True), (59, True), (60, False), (-1, False), (-30, False)]
)
def test_the_screens_code_lives_a_minute(seconds, fresh):
    token = codes.screen_token(SECRET, 1, START)
    assert codes.is_fresh_screen(SECRET, 1, token, START + timedelta(seconds=seconds)) is fresh


@pytest.mark.parametrize(
    ("seconds", "fresh"), [(0, True), (59, True), (60, False), (-30, True), (-31, False)]
)
def test_ones_own_code_lives_a_minute_and_bears_a_clock_that_is_behind(seconds, fresh):
    token, digits = codes.own_token(SECRET, 1, START), codes.own_digits(SECRET, 1, START)
    seen_at = START + timedelta(seconds=seconds)
    assert codes.is_fresh_own(SECRET, 1, token, seen_at) is fresh
    assert codes.is_fresh_spoken(SECRET, 1, digits, seen_at) is fresh


def test_wide_digits_of_a_chinese_keyboard_are_digits():
    assert codes.read("１２号３８４１９５") == SpokenCode(12, "384195")


def test_a_code_serves_for_nothing_else():
    token = codes.own_token(SECRET, 1, START)
    assert not codes.is_fresh_own(SECRET, 2, token, START)
    assert not codes.is_fresh_own(b"another", 1, token, START)
    assert not codes.is_fresh_screen(SECRET, 1, token, START)
    assert not codes.is_fresh_own(SECRET, 1, codes.screen_token(SECRET, 1, START), START)


@pytest.mark.parametrize("text", ["", "12", "123456", "0/AbCdEf1234", "1/short", "ticket/1/AbCdEf12345"])
def test_anything_else_is_no_code(text):
    assert codes.read(text) is None


@given(st.text(max_size=60))
def test_no_text_makes_it_stumble(text):
    codes.read(text)
