"""Which text is a quantity or a day. Nothing else ever reaches a rule."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbon_points.rules.quantities import day_of, plain, quantity_of


@given(st.text())
def test_any_text_is_a_sane_quantity_or_none(text):
    quantity = quantity_of(text)

    assert quantity is None or (0 < quantity < 1_000_000 and quantity == round(quantity, 3))


@given(st.decimals(min_value=Decimal("0.001"), max_value=Decimal("999999.999"), places=3))
def test_every_sane_quantity_comes_back_exactly(number):
    assert quantity_of(plain(number)) == number


@given(st.text())
def test_any_text_is_a_day_or_none(text):
    day = day_of(text)

    assert day is None or day.isoformat() == text


@given(st.dates())
def test_every_day_comes_back(day):
    assert day_of(day.isoformat()) == day


@pytest.mark.parametrize(
    "text", ["", "0", "0.000", "-1", "+1", "1.", ".5", "1e3", "０１２", "٣", "1\n", " 1", "1,5"]
)
def test_what_is_no_quantity(text):
    assert quantity_of(text) is None


@pytest.mark.parametrize(
    "text", ["", "2026-02-29", "2026-13-45", "2026-1-1", "24:00", "0000-01-01", "2026-11-23\n"]
)
def test_what_is_no_day(text):
    assert day_of(text) is None


def test_numbers_in_sentences_have_no_tail():
    assert [plain(Decimal(text)) for text in ("1.500", "100", "0.25", "1E+2")] == [
        "1.5",
        "100",
        "0.25",
        "100",
    ]
    assert day_of("2024-02-29") == date(2024, 2, 29)
