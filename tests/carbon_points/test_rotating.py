"""Codes that change every 30 seconds."""

import re

from hypothesis import given
from hypothesis import strategies as st

from carbon_points.rules import rotating

SECRET = b"a secret of this place"
moments = st.floats(min_value=1_700_000_000, max_value=2_000_000_000)


def shown(moment: float) -> str:
    return rotating.token_at(SECRET, "ABCDEFGH", rotating.step_of(moment))


@given(moments, st.floats(min_value=0, max_value=29.99))
def test_what_is_less_than_30_seconds_old_is_fresh(moment, age):
    assert rotating.is_fresh(SECRET, "ABCDEFGH", shown(moment), moment + age)


@given(moments, st.floats(min_value=60, max_value=1_000_000))
def test_what_is_a_minute_old_is_never_fresh(moment, age):
    assert not rotating.is_fresh(SECRET, "ABCDEFGH", shown(moment), moment + age)


@given(moments, st.floats(min_value=30, max_value=1_000_000))
def test_what_will_be_shown_later_is_not_fresh_yet(moment, ahead):
    assert not rotating.is_fresh(SECRET, "ABCDEFGH", shown(moment + ahead), moment)


@given(moments, st.text(max_size=12))
def test_a_guess_is_not_fresh(moment, guess):
    assert rotating.is_fresh(SECRET, "ABCDEFGH", guess, moment) == (
        guess in {shown(moment), shown(moment - 30)}
    )


@given(moments)
def test_a_token_belongs_to_its_place_and_its_secret(moment):
    step = rotating.step_of(moment)
    assert not rotating.is_fresh(SECRET, "ABCDEFGJ", shown(moment), moment)
    assert not rotating.is_fresh(b"another", "ABCDEFGH", shown(moment), moment)
    assert re.fullmatch(r"[A-Za-z0-9_-]{10}", rotating.token_at(SECRET, "ABCDEFGH", step))


def test_a_signature_of_the_screen_is_no_token():
    signature = rotating.screen_signature(SECRET, "ABCDEFGH")

    assert rotating.is_screen_signature(SECRET, "ABCDEFGH", signature)
    assert not rotating.is_screen_signature(SECRET, "ABCDEFGJ", signature)
    assert not rotating.is_screen_signature(b"another", "ABCDEFGH", signature)
    assert len(signature) == 22
