"""The pure rules of rewards, for any numbers."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbon_points.refusals.rewards import BudgetUsedUp, NotYet, PersonLimit, RewardClosed, SoldOut
from carbon_points.rules.rewards import Asker, Offer, check_asker, check_offer, take_oldest
from carbon_points.rules.voucher_codes import code_typed, digits_of
from core.refusals import Refused

TODAY = date(2026, 11, 23)
OFFER = Offer(
    state="open",
    is_example=False,
    opens_on=TODAY,
    closes_on=TODAY,
    price=50,
    per_person=1,
    per_period="month",
    stock_left=1,
    budget_left=50,
)
ASKER = Asker(joined_on=TODAY - timedelta(days=7), points=50, had=0)
PURSES = st.lists(st.tuples(st.integers(1, 99), st.integers(0, 500)), max_size=6)


@given(PURSES, st.integers(0, 3000))
def test_points_are_taken_oldest_first_and_never_more_than_there_are(purse, points):
    total = sum(balance for _, balance in purse)
    if points > total:
        with pytest.raises(ValueError, match="points are missing"):
            take_oldest(purse, points)
        return

    taken = take_oldest(purse, points)

    assert sum(part for _, part in taken) == points
    held = [(key, balance) for key, balance in purse if balance]
    assert [key for key, _ in taken] == [key for key, _ in held[: len(taken)]]
    assert taken[:-1] == held[: max(len(taken) - 1, 0)]
    assert all(part > 0 for _, part in taken)


def test_the_last_piece_on_the_only_day_for_the_last_points_is_allowed():
    check_offer(OFFER, TODAY)
    check_asker(OFFER, ASKER, 7, TODAY)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"state": "paused"}, RewardClosed),
        ({"is_example": True}, RewardClosed),
        ({"opens_on": TODAY + timedelta(days=1), "closes_on": None}, RewardClosed),
        ({"closes_on": TODAY - timedelta(days=1)}, RewardClosed),
        ({"price": 0}, RewardClosed),
        ({"stock_left": 0}, SoldOut),
        ({"budget_left": 49}, BudgetUsedUp),
        ({"budget_left": None}, BudgetUsedUp),
    ],
)
def test_what_stands_in_everybodys_way(change, refusal):
    with pytest.raises(refusal):
        check_offer(replace(OFFER, **change), TODAY)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"joined_on": TODAY - timedelta(days=6)}, NotYet),
        ({"had": 1}, PersonLimit),
        ({"points": 49}, Refused),
    ],
)
def test_what_stands_in_one_persons_way(change, refusal):
    with pytest.raises(refusal):
        check_asker(OFFER, replace(ASKER, **change), 7, TODAY)


@given(st.binary(min_size=32, max_size=32))
def test_every_digest_gives_a_code_that_can_be_typed(digest):
    assert code_typed(digits_of(digest)) == digits_of(digest)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_eight_digits_or_nothing(text):
    code = code_typed(text)

    assert code == "" or (len(code) == 8 and code.isascii() and code.isdigit())
