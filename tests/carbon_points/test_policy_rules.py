"""What a policy may hold: an accepted one comes back from its JSON exactly, any other has its sentence."""

import json
from dataclasses import fields
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbon_points.models import Action, Policy
from carbon_points.rules.logs import MOST_THANKS
from carbon_points.rules.policies import CLASSES, read, written
from carbon_points.rules.policy_fields import COUNTS, FIELDS, PERIODS, Flag, Part, Whole, Word, faults, shown

anything = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.decimals(),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(), st.integers(), max_size=2),
)


def accepted(field):
    """Values that a field takes, as a form or a JSON would bring them."""
    match field:
        case Whole():
            found = st.integers(field.low, field.high)
        case Flag():
            found = st.booleans()
        case Word():
            found = st.sampled_from(sorted(field.words))
        case Part():
            least = field.low + Decimal("0.001") if field.above else field.low
            numbers = st.decimals(least, field.high, places=3)
            found = numbers | numbers.map(str) | numbers.map(lambda number: f"{number:E}")
    return st.none() | found if field.optional else found


@st.composite
def policies(draw):
    kind = draw(st.sampled_from(sorted(CLASSES)))
    return kind, {name: draw(accepted(field)) for name, field in FIELDS[kind].items()}


@given(policies())
def test_every_accepted_policy_comes_back_from_its_text_exactly(policy):
    kind, values = policy

    assert faults(kind, values) == {} or "整数" in next(iter(faults(kind, values).values()))
    found = read(CLASSES[kind], values)
    text = json.dumps(written(found))
    assert read(CLASSES[kind], json.loads(text)) == found
    assert json.dumps(written(read(CLASSES[kind], json.loads(text)))) == text
    assert all(shown(kind, name, getattr(found, name)) for name in FIELDS[kind])


@given(
    st.sampled_from(sorted(CLASSES)),
    st.dictionaries(
        st.sampled_from(sorted({name for names in FIELDS.values() for name in names} | {"x"})), anything
    ),
)
def test_any_values_are_either_refused_with_a_sentence_or_read_within_their_ranges(kind, values):
    found = faults(kind, values)

    if found:
        assert all(sentence.endswith("。") for sentence in found.values())
        return
    policy = read(CLASSES[kind], values)
    for name, field in FIELDS[kind].items():
        value = getattr(policy, name)
        assert (value is None and field.optional) or not field.fault(value)


def test_each_kind_has_exactly_the_fields_of_its_policy():
    assert set(CLASSES) == set(FIELDS) == set(Policy.Kind.values)
    for kind, policy in CLASSES.items():
        assert list(FIELDS[kind]) == [field.name for field in fields(policy)]


def test_the_words_are_those_of_the_catalogue():
    assert dict(Action.LimitPeriod.choices) == PERIODS
    assert dict(Action.LimitCounts.choices) == COUNTS


def test_the_defaults_of_the_city_are_within_their_ranges():
    assert faults("city", written(CLASSES["city"]())) == {}


@pytest.mark.parametrize(
    ("kind", "name", "bad"),
    [
        ("city", "points_valid_months", 11),
        ("city", "points_valid_months", 121),
        ("city", "points_valid_months", True),
        ("city", "points_valid_months", "18"),
        ("city", "second_look_percent", 101),
        ("city", "grant_points_a_month", -1),
        ("city", "shows_boards", 1),
        ("action", "self_share", "1.001"),
        ("action", "self_share", "-0.1"),
        ("action", "self_share", "0.1234"),
        ("action", "self_share", 0.5),
        ("action", "self_share", "NaN"),
        ("action", "self_share", "一半"),
        ("action", "max_per_log", "0"),
        ("action", "max_per_log", "100000.001"),
        ("action", "max_per_log", "1E+999999999"),
        ("action", "daily_limit", "Infinity"),
        ("action", "limit_period", "hour"),
        ("action", "limit_period", ["day"]),
        ("action", "limit_counts", "points"),
        ("action", "engagement_points", MOST_THANKS + 1),
        ("reward", "price", 0),
        ("reward", "price", 1_000_001),
        ("reward", "per_period", "day"),
        ("budget", "points", -1),
        ("budget", "points", 1_000_000_001),
    ],
)
def test_a_value_outside_its_range_is_refused_by_name(kind, name, bad):
    good = {"reward": {"price": 1, "per_person": 1, "per_period": "month"}, "budget": {"points": 0}}
    values = good.get(kind, {}) if kind != "city" else written(CLASSES["city"]())

    assert faults(kind, values) == {}
    assert list(faults(kind, values | {name: bad})) == [name]


def test_what_is_missing_and_what_is_unknown_is_named():
    assert faults("reward", {"price": 5, "color": "red"}) == {
        "color": "没有“color”这一项，请从页面上填写。",
        "per_person": "请填写“每人限兑”。",
        "per_period": "请填写“限兑期间”。",
    }


def test_counted_units_and_counted_logs_take_whole_limits_only():
    assert faults("action", {"daily_limit": "1.5"}, unit="公里") == {}
    assert faults("action", {"max_per_log": "1.5"}, unit="次") == {
        "max_per_log": "“单次上限”按“次”计，只能填整数。"
    }
    assert faults("action", {"daily_limit": "1.5"}, unit="公里", counts="logs") == {
        "daily_limit": "“期间上限”按“次”计，只能填整数。"
    }
    assert faults("action", {"daily_limit": "1.5", "limit_counts": "units"}, unit="公里", counts="logs") == {}
