"""Publishing rules: never for a day that has begun, never twice for one day, each seen where it holds."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from carbon_points.models import BudgetMonth, Policy
from carbon_points.refusals import (
    LimitReached,
    PolicyRefused,
    PolicyTaken,
    PolicyUnchanged,
    WrongQuantity,
)
from carbon_points.refusals.rewards import BudgetRefused
from carbon_points.selectors.policies import action_policy, budget_policy, city_policy, reward_policies
from carbon_points.services.verification import verify
from core.refusals import NotFound
from tests.carbon_points.ledger_world import NOW, TODAY, make_action, make_resident, record
from tests.carbon_points.policy_world import TOMORROW, make_line, make_staff, publish
from tests.carbon_points.reward_world import make_reward

pytestmark = pytest.mark.django_db
NEXT_DAY = NOW + timedelta(days=1)


def refused(error: type[Exception], sentence: str, *args: object, **values: object) -> None:
    """The policy is refused with that sentence, and no row is written."""
    before = list(Policy.objects.values_list("pk"))
    with pytest.raises(error, match=sentence):
        publish(*args, **values)
    assert list(Policy.objects.values_list("pk")) == before


def at(hour: int, minute: int) -> datetime:
    return timezone.make_aware(datetime.combine(TODAY, time(hour, minute)))


def test_a_policy_is_kept_with_who_when_and_why():
    staff = make_staff("add_policy")

    policy = publish(values={"trips_a_day": 4}, by=staff, note=" 按居民意见调整 ")

    assert (policy.kind, policy.key, policy.valid_from) == ("city", "", TOMORROW)
    assert (policy.note, policy.published_by, policy.published_at) == ("按居民意见调整", staff, NOW)
    assert policy.values["trips_a_day"] == 4


def test_a_policy_holds_from_its_day_and_not_before():
    publish(values={"trips_a_day": 4})

    assert [city_policy(day).trips_a_day for day in (TODAY, TOMORROW)] == [6, 4]


@pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(days=1), date(2020, 1, 1)])
def test_nothing_holds_for_a_day_that_has_begun(day):
    refused(PolicyRefused, "最早从明天起", values={"trips_a_day": 4}, valid_from=day)


def test_just_before_midnight_the_day_after_is_the_first():
    refused(PolicyRefused, "最早从明天起", values={"trips_a_day": 4}, now=at(23, 50))
    assert publish(values={"trips_a_day": 4}, now=at(23, 49)).valid_from == TOMORROW


def test_a_rule_is_not_announced_years_ahead():
    refused(PolicyRefused, "一年以后", values={"trips_a_day": 4}, valid_from=TODAY + timedelta(days=367))


def test_a_day_takes_one_version_only():
    publish(values={"trips_a_day": 4})

    refused(PolicyTaken, "2026年11月24日起的版本已经发布过", values={"trips_a_day": 5})
    publish(values={"trips_a_day": 5}, valid_from=TODAY + timedelta(days=2))
    # Withdrawn: the old values again.
    publish(values={}, valid_from=TODAY + timedelta(days=3))

    days = [TODAY + timedelta(days=plus) for plus in range(5)]
    assert [city_policy(day).trips_a_day for day in days] == [6, 4, 5, 6, 6]


def test_what_changes_nothing_is_not_published():
    make_action(code="TR-BUS")
    refused(PolicyUnchanged, "和现在一样", values={})
    refused(PolicyUnchanged, "和现在一样", "action", "TR-BUS", {})
    publish("action", "TR-BUS", {"self_share": "0.50"})
    day = TODAY + timedelta(days=2)
    refused(PolicyUnchanged, "和现在一样", "action", "TR-BUS", {"self_share": "0.5"}, valid_from=day)


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("city", "x"),
        ("action", "TR-NONE"),
        ("action", ""),
        ("action", "全"),
        ("reward", "1"),
        ("reward", "0"),
        ("reward", "99999999999999999999"),
        ("reward", "x"),
        ("budget", "city:2026-13"),
        ("budget", "none:2026-12"),
        ("budget", "city"),
        ("shop", "1"),
    ],
)
def test_a_rule_about_nothing_is_not_found(kind, key):
    make_line()
    refused(NotFound, "没有找到这条规则的对象", kind, key, {"points": 5}, valid_from=TODAY)


@pytest.mark.parametrize("note", ["", "   ", "长" * 201])
def test_a_policy_says_why(note):
    refused(PolicyRefused, "为什么改", values={"trips_a_day": 4}, note=note)


def test_a_value_out_of_range_is_refused():
    make_action(code="TR-BUS")
    refused(PolicyRefused, "积分有效期", values={"points_valid_months": 6})
    refused(PolicyRefused, "只能填整数", "action", "TR-BUS", {"max_per_log": "1.5"})


def test_a_price_holds_from_tomorrow():
    reward = make_reward(price=0)
    values = {"price": 200, "per_person": 2, "per_period": "all"}
    refused(PolicyRefused, "最早从明天起", "reward", str(reward.pk), values, valid_from=TODAY)

    publish("reward", str(reward.pk), values)

    assert reward_policies([reward.pk], TODAY) == {}
    found = reward_policies([reward.pk], TOMORROW)[reward.pk]
    assert (found.price, found.per_person, found.per_period) == (200, 2, "all")


def test_a_budget_holds_from_the_day_on_which_it_is_published():
    line = make_line()
    refused(PolicyRefused, "已经过去", "budget", "city:2026-10", {"points": 500})
    refused(PolicyRefused, "从发布当天起", "budget", "city:2026-11", {"points": 500}, valid_from=TOMORROW)

    publish("budget", "city:2026-11", {"points": 500})
    publish("budget", "city:2026-12", {"points": 600})

    rows = BudgetMonth.objects.filter(line=line).order_by("month").values_list("month", "points", "committed")
    assert list(rows) == [(date(2026, 11, 1), 500, 0), (date(2026, 12, 1), 600, 0)]
    assert budget_policy("city", date(2026, 11, 1), TODAY).points == 500


def test_a_budget_is_never_lowered_under_what_is_committed():
    line = make_line()
    publish("budget", "city:2026-11", {"points": 500})
    BudgetMonth.objects.filter(line=line).update(committed=300)

    with pytest.raises(BudgetRefused, match="已经兑换了300分"):
        publish("budget", "city:2026-11", {"points": 299}, now=NEXT_DAY, valid_from=TOMORROW)
    assert (Policy.objects.count(), BudgetMonth.objects.get().points) == (1, 500)

    publish("budget", "city:2026-11", {"points": 300}, now=NEXT_DAY, valid_from=TOMORROW)
    month = BudgetMonth.objects.get()
    assert (month.points, month.committed) == (300, 300)


def test_logs_are_judged_by_the_policy_of_their_own_day():
    resident, action = make_resident(), make_action(daily_limit=Decimal(5))
    publish("action", "TR-BUS", {"self_share": "0.5", "daily_limit": "2", "max_per_log": "2"})
    assert record(resident, action, 3).points == 15

    # Yesterday is judged as it was; today by what holds now.
    late = record(make_resident(), action, 3, now=NEXT_DAY)
    half = record(resident, action, 2, now=NEXT_DAY, done_on=TOMORROW)
    with pytest.raises(WrongQuantity, match="一次最多记2次"):
        record(resident, action, 3, now=NEXT_DAY, done_on=TOMORROW)
    with pytest.raises(LimitReached, match="最多记2次"):
        record(resident, action, 1, now=NEXT_DAY, done_on=TOMORROW)

    assert (late.milligrams, late.points, half.milligrams, half.points) == (156_000, 15, 52_000, 5)
    assert action_policy("TR-BUS", TOMORROW).self_share == Decimal("0.5")
    assert verify().differences == []


def test_the_thanks_of_an_action_follow_its_policy():
    action = make_action(code="CO-BAG", engagement_points=1, method={"tier": "C"})
    publish("action", "CO-BAG", {"engagement_points": 7})

    assert record(make_resident(), action).points == 1
    assert record(make_resident(), action, now=NEXT_DAY, done_on=TOMORROW).points == 7
    assert verify().differences == []
