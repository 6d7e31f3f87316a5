"""How far jurors are apart, as arithmetic."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from campaigns.contests.rules.spread import habits_of, of_a_hundred, spread_of

POINTS = st.decimals(0, 100, places=1)


def marks(*values):
    return {number: Decimal(value) for number, value in enumerate(values)}


def test_nobody_marked_nothing_to_say():
    assert spread_of({}) is None


def test_a_worked_example():
    found = spread_of(marks(80, 84, 60))

    assert (found.low, found.high, found.range, found.median) == (60, 84, 24, 80)
    assert (found.mean, found.deviation) == (Decimal("74.7"), Decimal("10.5"))
    assert found.outliers == {2}


def test_fifteen_is_not_far_and_a_little_is_not_noticed():
    assert spread_of(marks(80, 80, 95)).outliers == {2}  # two standard deviations
    assert spread_of(marks(80, 95)).outliers == set()
    assert spread_of(marks(70, 80, 95)).outliers == set()
    assert spread_of(marks(70, 80, "95.5")).outliers == {2}
    assert spread_of(marks(80, 80, 85)).outliers == set()


@given(st.dictionaries(st.integers(1, 9), POINTS, min_size=1))
def test_it_lies_within_what_was_given_and_does_not_depend_on_the_order(given_marks):
    found = spread_of(given_marks)

    assert found == spread_of(dict(reversed(given_marks.items())))
    assert found.low <= found.mean.quantize(Decimal("0.1")) <= found.high
    assert found.low <= found.median <= found.high or found.range < Decimal("0.1")
    assert found.outliers <= set(given_marks)


def test_who_gives_more_than_others_for_the_same_is_lenient():
    found = habits_of({1: marks(90, 80), 2: marks(70, 60), 3: {0: Decimal(50)}})

    assert (found[0].mean, found[0].against_others, found[0].stricter) == (70, 10, 0)
    assert (found[1].mean, found[1].against_others, found[1].stricter) == (70, -10, 10)
    assert habits_of({1: {0: Decimal(50)}})[0].against_others is None


def test_points_become_parts_of_a_hundred():
    assert of_a_hundred(Decimal(45), Decimal(90)) == 50
    assert of_a_hundred(Decimal(1), Decimal(0)) == 0
