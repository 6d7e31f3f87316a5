"""The pure rules of logs: exact credit, limits that hold in any order, groups that count a thing once."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbon_points.refusals import AlreadyCounted, LimitReached, WrongQuantity
from carbon_points.rules import logs as rules
from carbon_points.rules.amounts import check_amount
from carbon_points.rules.credit import Rate, credit
from carbon_points.rules.groups import MEAL, NO_DRIVE, TRIP, check_group, group_days
from carbon_points.rules.past import Asked, Past
from carbon_points.rules.periods import bucket_of, month_of, window
from carbon_points.rules.policies import CityPolicy
from core.refusals import Refused

DAY = date(2026, 11, 23)
days = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31))
grams = st.decimals(min_value=0, max_value=10**6, places=6)
shares = st.decimals(min_value=0, max_value=1, places=3)
amounts = st.decimals(min_value="0.001", max_value=10**5, places=3)

ASKED = Asked(
    action="A",
    unit="次",
    travel=False,
    quantity=Decimal(1),
    done_on=DAY,
    evidence="self",
    is_open=True,
    for_residents=True,
    accepts=("self",),
    most=Decimal(10),
    limit=None,
    limit_period="day",
    limit_counts="units",
    group="",
    quantified=True,
)


def past_of(asked: Asked, sign: int = 1, points: int = 0) -> Past:
    """The row that an accepted log leaves behind, or with -1 its reversal."""
    return Past(
        action=asked.action,
        unit=asked.unit,
        travel=asked.travel,
        quantity=asked.quantity * sign,
        done_on=asked.done_on,
        evidence=asked.evidence,
        group=asked.group,
        quantified=asked.quantified,
        points=points * sign,
    )


@given(net=grams, quantity=amounts, share=shares, evidence=st.sampled_from(["self", "photo", "partner"]))
def test_credit_is_the_exact_product_rounded_down_once(net, quantity, share, evidence):
    worth = credit(Rate(net, None, None, share), quantity, evidence)

    exact = Fraction(net) * Fraction(quantity) * 1000 * (Fraction(share) if evidence == "self" else 1)
    assert 0 <= exact - worth.milligrams < 1
    assert worth.points == worth.milligrams // 10_000
    assert worth.low_mg == worth.high_mg == worth.milligrams
    assert worth.high_mg < 2**63


@given(figures=st.lists(grams, min_size=3, max_size=3).map(sorted), quantity=amounts, share=shares)
def test_the_range_holds_the_credit(figures, quantity, share):
    low, net, high = figures

    worth = credit(Rate(net, low, high, share), quantity, "self")

    assert worth.low_mg <= worth.milligrams <= worth.high_mg


@given(quantity=amounts, thanks=st.integers(0, 10))
def test_what_is_not_quantified_counts_no_grams(quantity, thanks):
    worth = credit(Rate(None, Decimal(1), Decimal(9), Decimal(1)), quantity, "self", thanks)

    assert (worth.milligrams, worth.low_mg, worth.high_mg, worth.points) == (0, 0, 0, thanks)


@given(day=days, period=st.sampled_from(["day", "week", "month", "quarter", "year", "3years", "event"]))
def test_a_day_lies_in_its_period(day, period):
    first, last = window(period, day)

    assert first <= day <= last
    if period != "3years":
        assert window(period, first) == window(period, last) == (first, last)


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("week", ("2028-02-28", "2028-03-05")),
        ("month", ("2028-02-01", "2028-02-29")),
        ("quarter", ("2028-01-01", "2028-03-31")),
        ("year", ("2028-01-01", "2028-12-31")),
    ],
)
def test_the_periods_of_a_leap_day(period, expected):
    assert tuple(day.isoformat() for day in window(period, date(2028, 2, 29))) == expected


def test_a_quarter_ends_with_its_third_month():
    ends = {window("quarter", date(2027, month, 1))[1].isoformat() for month in range(1, 13)}

    assert ends == {"2027-03-31", "2027-06-30", "2027-09-30", "2027-12-31"}


@given(day=days)
def test_a_bucket_is_a_half_year(day):
    assert bucket_of(day) == f"{day.year}H{1 if day < date(day.year, 7, 1) else 2}"


@given(
    limit=st.integers(1, 20).map(Decimal),
    counts=st.sampled_from(["units", "logs"]),
    tries=st.lists(st.tuples(st.integers(1, 10), st.booleans()), max_size=30),
)
def test_a_limit_holds_whatever_is_tried_and_undone(limit, counts, tries):
    past: list[Past] = []
    for quantity, undo in tries:
        asked = replace(ASKED, quantity=Decimal(quantity), limit=limit, limit_counts=counts)
        if undo and (mine := [log for log in past if log.quantity > 0]):
            last = mine[-1]
            past.remove(last)
            continue
        try:
            rules.check_room(asked, past)
        except LimitReached:
            room = limit - (len(past) if counts == "logs" else sum(log.quantity for log in past))
            assert room < (1 if counts == "logs" else quantity)
            continue
        past.append(past_of(asked))

    assert (len(past) if counts == "logs" else sum(log.quantity for log in past)) <= limit


@given(quantities=st.lists(st.integers(1, 5), min_size=1, max_size=8))
def test_a_reversal_gives_back_exactly_the_room_it_took(quantities):
    asked = [
        replace(ASKED, quantity=Decimal(number), limit=Decimal(sum(quantities))) for number in quantities
    ]
    full = [past_of(one) for one in asked]

    with pytest.raises(LimitReached):
        rules.check_room(asked[0], full)
    rules.check_room(asked[0], [*full, past_of(asked[0], sign=-1)])
    with pytest.raises(LimitReached):
        rules.check_room(
            replace(asked[0], quantity=asked[0].quantity + 1), [*full, past_of(asked[0], sign=-1)]
        )


@given(points=st.lists(st.integers(0, 120), max_size=12))
def test_points_without_proof_never_pass_the_ceiling_of_a_day(points):
    past: list[Past] = []
    for number in points:
        try:
            rules.check_points(ASKED, number, past)
        except LimitReached:
            continue
        past.append(past_of(ASKED, points=number))

    assert sum(log.points for log in past) <= CityPolicy().self_points_a_day
    rules.check_points(replace(ASKED, evidence="photo"), 10_000, past)


def test_thanks_are_given_once_a_day_and_have_an_end():
    thanked = past_of(ASKED, points=2)

    assert rules.thanks_for(ASKED, 2, []) == 2
    assert rules.thanks_for(ASKED, 2, [thanked]) == 0
    assert rules.thanks_for(ASKED, 2, [thanked, past_of(ASKED, sign=-1, points=2)]) == 2
    assert rules.thanks_for(replace(ASKED, done_on=DAY + timedelta(days=1)), 2, [thanked]) == 2
    assert rules.thanks_for(ASKED, 500, []) == rules.MOST_THANKS


@pytest.mark.parametrize("unit", ["公里", "千克", "千瓦时"])
@given(quantity=amounts.filter(lambda number: number <= 100))
def test_measured_units_take_three_decimals(unit, quantity):
    check_amount(quantity, unit, Decimal(100))


@given(quantity=amounts)
def test_counted_units_take_whole_numbers(quantity):
    if quantity == int(quantity):
        check_amount(quantity, "次", None)
    else:
        with pytest.raises(WrongQuantity):
            check_amount(quantity, "次", None)


@given(
    quantity=st.decimals(allow_nan=True, allow_infinity=True)
    | st.sampled_from([Decimal("sNaN"), Decimal("-0")])
)
def test_any_decimal_is_judged_without_an_error(quantity):
    try:
        check_amount(quantity, "公里", Decimal(20))
    except WrongQuantity:
        return
    assert 0 < quantity <= 20
    assert quantity == round(quantity, 3)


TRAVEL = replace(ASKED, travel=True, group=TRIP)
BIKE = replace(TRAVEL, action="BIKE", unit="公里", quantity=Decimal("3.5"))
BUS = replace(TRAVEL, action="BUS")


@given(
    tries=st.lists(
        st.sampled_from(
            [BIKE, BUS, replace(BUS, quantity=Decimal(2)), replace(BIKE, quantity=Decimal("0.4"))]
        )
    )
)
def test_a_day_has_at_most_six_trips_over_all_ways(tries):
    past: list[Past] = []
    for asked in tries:
        try:
            check_group(asked, past)
        except AlreadyCounted:
            continue
        past.append(past_of(asked))

    trips = sum(int(log.quantity) if log.unit == "次" else 1 for log in past)
    assert trips <= 6
    if sum(int(asked.quantity) if asked.unit == "次" else 1 for asked in tries) <= 6:
        assert Counter(log.action for log in past) == Counter(asked.action for asked in tries)


def test_an_undone_trip_by_distance_frees_one_place():
    full = [past_of(BIKE)] * 6

    with pytest.raises(AlreadyCounted):
        check_group(BUS, full)
    check_group(BUS, [*full, past_of(BIKE, sign=-1)])


def test_a_day_without_the_car_and_other_trips_exclude_each_other():
    no_drive = replace(ASKED, action="NODRIVE", unit="日", travel=True, group=NO_DRIVE, quantified=False)

    check_group(no_drive, [])
    with pytest.raises(AlreadyCounted, match="不再重复记录"):
        check_group(no_drive, [past_of(BUS)])
    with pytest.raises(AlreadyCounted, match="停驶"):
        check_group(BUS, [past_of(no_drive)])
    check_group(BUS, [past_of(no_drive), past_of(no_drive, sign=-1)])
    check_group(BUS, [past_of(replace(no_drive, done_on=DAY - timedelta(days=1)))])
    check_group(replace(ASKED, group=MEAL, unit="餐"), [past_of(no_drive)])


def test_three_meals_a_day_over_all_actions_of_the_table():
    plate = replace(ASKED, action="PLATE", unit="餐", group=MEAL, quantity=Decimal(2))
    cutlery = replace(ASKED, action="CUTLERY", unit="单", group=MEAL)

    check_group(cutlery, [past_of(plate)])
    with pytest.raises(AlreadyCounted, match="已经记了3餐"):
        check_group(cutlery, [past_of(plate), past_of(cutlery)])


METER = "家庭用电总账"
BILL = replace(ASKED, action="BILL", unit="千瓦时", group=METER)
LAMP = replace(ASKED, action="LAMP", unit="千瓦时", group=METER)
COOLER = replace(ASKED, action="COOLER", unit="日", group=METER, quantified=False)


def test_a_meter_counts_one_action_a_month_and_what_has_no_grams_does_not_matter():
    earlier = replace(LAMP, done_on=date(2026, 11, 1))

    assert group_days(METER, DAY) == month_of(DAY) == (date(2026, 11, 1), date(2026, 11, 30))
    with pytest.raises(AlreadyCounted):
        check_group(BILL, [past_of(earlier)])
    check_group(BILL, [past_of(earlier), past_of(earlier, sign=-1)])
    check_group(LAMP, [past_of(LAMP)])
    check_group(COOLER, [past_of(LAMP)])
    check_group(BILL, [past_of(COOLER)])


def test_other_groups_take_one_action_a_day_and_slips_are_told_apart_elsewhere():
    one, other = (replace(ASKED, action=name, group="新的一组") for name in ("ONE", "OTHER"))
    paper, cans = (replace(ASKED, action=name, group="同批物品") for name in ("PAPER", "CANS"))

    with pytest.raises(AlreadyCounted):
        check_group(one, [past_of(other)])
    check_group(one, [past_of(one)])
    check_group(paper, [past_of(cans)])


@given(
    asked=st.builds(
        lambda quantity, day, evidence, unit: replace(
            ASKED, quantity=quantity, done_on=day, evidence=evidence, unit=unit
        ),
        st.decimals(allow_nan=True),
        st.dates(),
        st.sampled_from(["self", "photo", "", "x"]),
        st.sampled_from(["次", "公里", ""]),
    )
)
def test_every_refusal_is_a_sentence(asked):
    refusal = None
    try:
        rules.check_shape(asked, today=DAY)
    except Refused as error:
        refusal = error

    if refusal is None:
        assert asked.done_on in {DAY, DAY - timedelta(days=1)}
    else:
        assert (refusal.message[-1], refusal.status in {409, 422}) == ("。", True)
