"""What a bill is credited, for every pair of figures."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbon_points.refusals import BillRefused
from carbon_points.rules import bills

USE = st.decimals(min_value=0, max_value=100_000, places=2)
DAYS = st.dates(date(2026, 1, 1), date(2040, 12, 31))


@given(USE, USE)
def test_only_what_was_saved_is_credited_and_at_most_30_percent(used, last_year):
    try:
        credited = bills.credited_saving(used, last_year)
    except BillRefused:
        assert used >= last_year
        return
    assert 0 < credited <= last_year - used
    assert credited <= last_year * 3 / 10
    assert credited == round(credited, 3)
    # Rounded down once: never more than a thousandth is lost.
    assert min(last_year - used, last_year * 3 / 10) - credited < Decimal("0.001")


@pytest.mark.parametrize(
    ("used", "last_year", "credited"),
    [("180", "200", "20"), ("0", "200", "60"), ("133.33", "190.47", "57.14"), ("1", "1.01", "0.01")],
)
def test_what_bills_are_credited(used, last_year, credited):
    assert bills.credited_saving(Decimal(used), Decimal(last_year)) == Decimal(credited)


@pytest.mark.parametrize(
    ("used", "last_year"),
    [
        ("200", "200"),
        ("201", "200"),
        ("-1", "5"),
        ("NaN", "5"),
        ("1", "Infinity"),
        ("1.001", "5"),
        ("1", "100000.01"),
    ],
)
def test_figures_that_are_refused(used, last_year):
    with pytest.raises(BillRefused):
        bills.credited_saving(Decimal(used), Decimal(last_year))


@given(DAYS)
def test_the_last_two_full_months_are_open(today):
    newest, older = bills.months_open(today)

    assert newest.day == older.day == 1
    assert older < newest < today.replace(day=1)
    assert (newest + timedelta(days=31)).replace(day=1) == today.replace(day=1)
    assert (older + timedelta(days=31)).replace(day=1) == newest
    bills.check_month(newest, today)
    bills.check_month(older, today)
    for month in (today.replace(day=1), older - timedelta(days=1), newest + timedelta(days=1)):
        with pytest.raises(BillRefused):
            bills.check_month(month, today)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("0123 4567-89", "0123456789"), ("ab12", "AB12"), ("１２３４５", "12345")],
)
def test_an_account_number_has_one_spelling(typed, number):
    assert bills.meter_number(typed) == number


@pytest.mark.parametrize("typed", ["", "123", "1" * 21, "户号1234", "12'34"])
def test_what_is_no_account_number(typed):
    with pytest.raises(BillRefused):
        bills.meter_number(typed)
