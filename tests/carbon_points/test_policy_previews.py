"""A preview says exactly what a row-by-row recomputation of last month says."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carbon_points.models import Account, Action, ActionLog, BudgetMonth, HelperLog, Method, Voucher
from carbon_points.refusals import LimitReached, WrongQuantity
from carbon_points.rules import logs as rules
from carbon_points.rules.amounts import check_amount
from carbon_points.rules.credit import TIERS, credit
from carbon_points.rules.past import Past
from carbon_points.rules.policies import ActionPolicy, BudgetPolicy, CityPolicy, RewardPolicy, written
from carbon_points.selectors.catalogue import rate_of
from carbon_points.selectors.policy_subjects import subject_of
from carbon_points.selectors.previews import preview_of
from carbon_points.selectors.previews.actions import action_preview
from carbon_points.selectors.previews.city import city_preview
from carbon_points.selectors.previews.figures import Preview
from carbon_points.selectors.previews.rewards import budget_preview, reward_preview
from carbon_points.selectors.terms import Terms, asked_of
from tests.carbon_points.grant_world import granted
from tests.carbon_points.ledger_world import NOW, TODAY, make_action, make_resident
from tests.carbon_points.policy_world import make_line, publish
from tests.carbon_points.reward_world import make_desk, make_reward, make_saver, take

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)

made_logs = st.lists(
    st.tuples(
        st.integers(0, 2),  # resident
        st.integers(-40, 33),  # days after the first of the month
        st.integers(1, 12_000),  # thousandths of a kilometre
        st.sampled_from(["self", "self", "photo"]),
        st.sampled_from([False, False, False, True]),  # taken back
    ),
    max_size=25,
)
new_policies = st.builds(
    ActionPolicy,
    max_per_log=st.none() | st.integers(1, 12).map(Decimal),
    daily_limit=st.none() | st.integers(1, 20).map(Decimal),
    limit_period=st.none() | st.sampled_from(["day", "week", "month", "quarter", "year", "3years", "event"]),
    limit_counts=st.none() | st.sampled_from(["units", "logs"]),
    self_share=st.none() | st.integers(0, 1000).map(lambda thousandths: Decimal(thousandths) / 1000),
    engagement_points=st.none() | st.integers(0, 10),
)


def write(
    action: Action, resident: Any, day: date, quantity: Decimal, evidence: str, **more: Any
) -> ActionLog:
    """A log of some day of the past, with its credit and without looking at any limit."""
    method = Method.objects.get(action=action)
    worth = credit(rate_of(method), quantity, evidence)
    return ActionLog.objects.create(
        resident=resident,
        action=action,
        method=method,
        quantity=quantity,
        done_on=day,
        evidence=evidence,
        tier=TIERS[evidence],
        milligrams=worth.milligrams,
        low_mg=worth.low_mg,
        high_mg=worth.high_mg,
        points=worth.points,
        request_key=f"log-{ActionLog.objects.count()}",
        created_at=NOW,
    )


def take_back(log: ActionLog) -> None:
    """The reversal of a log."""
    mirrored = {
        name: getattr(log, name) for name in ("resident", "action", "method", "done_on", "evidence", "tier")
    }
    negated = {
        name: -getattr(log, name) for name in ("quantity", "milligrams", "low_mg", "high_mg", "points")
    }
    ActionLog.objects.create(**mirrored, **negated, reverses=log, cause="review", created_at=NOW)


def recomputed(action: Action, policy: ActionPolicy) -> dict[str, Any]:
    """Every log again, one after the other, through the very rules that judge new ones."""
    method = Method.objects.get(action=action)
    terms = Terms(
        method=method, area_id=None, area_code="", policy=policy, city=CityPolicy(), resident_is_active=True
    )
    found = {"logs": 0, "points": [0, 0], "milligrams": [0, 0], "unfitted": 0, "residents": set()}
    thanks = action.engagement_points if policy.engagement_points is None else policy.engagement_points
    seen: list[tuple[int, Past]] = []
    room: list[tuple[int, Past]] = []
    for log in ActionLog.objects.filter(reverses=None, reversal=None, done_on__lte=LAST).order_by("pk"):
        asked = asked_of(action, terms, quantity=log.quantity, done_on=log.done_on, evidence=log.evidence)
        worth = credit(
            rate_of(method, policy),
            log.quantity,
            log.evidence,
            rules.thanks_for(asked, thanks, [past for owner, past in seen if owner == log.resident_id]),
        )
        past = Past(
            action=asked.action,
            unit=asked.unit,
            travel=False,
            quantity=log.quantity,
            done_on=log.done_on,
            evidence=log.evidence,
            group="",
            quantified=True,
            points=worth.points,
        )
        seen.append((log.resident_id, past))
        if log.done_on < FIRST:
            room.append((log.resident_id, past))
            continue
        found["logs"] += 1
        for name, old, new in (
            ("points", log.points, worth.points),
            ("milligrams", log.milligrams, worth.milligrams),
        ):
            found[name][0] += old
            found[name][1] += new
            if old != new:
                found["residents"].add(log.resident_id)
        try:
            check_amount(log.quantity, asked.unit, asked.most)
            rules.check_room(
                replace(asked, group=""), [past for owner, past in room if owner == log.resident_id]
            )
            room.append((log.resident_id, past))
        except (LimitReached, WrongQuantity):
            found["unfitted"] += 1
            found["residents"].add(log.resident_id)
    return found


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made_logs, new_policies, st.integers(0, 3))
def test_an_actions_preview_is_the_recomputation_row_by_row(db, logs, policy, usual_thanks):
    with transaction.atomic():
        action = make_action(
            unit="公里",
            category="goods",
            engagement_points=usual_thanks,
            max_per_log=None,
            daily_limit=Decimal(30),
            method={"net_g_per_unit": Decimal("46.7"), "self_share": Decimal("0.5")},
        )
        people = [make_resident() for _ in range(3)]
        for who, plus, thousandths, evidence, undone in logs:
            day = FIRST + timedelta(days=plus)
            log = write(action, people[who], day, Decimal(thousandths) / 1000, evidence)
            if undone:
                take_back(log)

        found, expected = action_preview(action, policy, TODAY), recomputed(action, policy)
        transaction.set_rollback(True)

    assert found.figure("logs").after == expected["logs"]
    for name in ("points", "milligrams"):
        assert [found.figure(name).before, found.figure(name).after] == expected[name]
    assert found.figure("unfitted").after == expected["unfitted"]
    assert found.figure("residents").after == len(expected["residents"])


def test_an_actions_preview_costs_few_queries_however_many_logs(django_assert_num_queries):
    action, policy = make_action(daily_limit=Decimal(5)), ActionPolicy(self_share=Decimal("0.5"))
    write(action, make_resident(), FIRST, Decimal(1), "self")
    # Groups, their methods, whom it touches, who passes a limit.
    with django_assert_num_queries(4):
        action_preview(action, policy, TODAY)
    for number in range(30):
        write(action, make_resident(), FIRST + timedelta(days=number), Decimal(number % 3 + 1), "self")

    with django_assert_num_queries(4):
        found = action_preview(action, policy, TODAY)

    assert found.figure("residents").after == 31


def test_an_actions_preview_says_what_it_means():
    action = make_action(daily_limit=Decimal(5))
    for _ in range(3):
        write(action, make_resident(), LAST, Decimal(2), "self")

    found = action_preview(action, ActionPolicy(self_share=Decimal("0.5"), max_per_log=Decimal(1)), TODAY)

    assert found.month == FIRST
    assert found.sentences == [
        "上个月的3条记录按新规则计算，积分会从30分变成15分（少15分），有3位居民的结果会不同。",
        "自己记录的计入比例变了，减排估算也跟着变；有凭证的记录不受影响。",
        "有3条会因为超过新上限记不下。",
    ]
    empty = action_preview(make_action("TR-NONE"), ActionPolicy(), TODAY)
    assert empty.sentences == ["上个月没有这项行动的记录，看不出影响。"]


def test_the_citys_preview_counts_days_above_each_ceiling():
    bus = make_action(method={"exclusive_group": "同段行程唯一"})
    bike = make_action("TR-BIKE", unit="公里", method={"exclusive_group": "同段行程唯一"})
    meal = make_action("FD-PLATE", unit="餐", category="food", method={"exclusive_group": "每餐"})
    one, two = make_resident(), make_resident()
    write(bus, one, FIRST, Decimal(3), "self")
    write(bike, one, FIRST, Decimal(9), "self")  # one trip, whatever the distance: four that day
    write(bike, one, LAST, Decimal(9), "photo")
    take_back(write(bus, two, FIRST, Decimal(6), "self"))  # gone again
    write(bus, two, FIRST, Decimal(5), "self")
    write(bus, two, FIRST - timedelta(days=1), Decimal(6), "self")  # another month
    write(meal, two, FIRST, Decimal(3), "self")
    after = CityPolicy(trips_a_day=3, meals_a_day=2, self_points_a_day=40)

    found = city_preview(CityPolicy(), after, TODAY)

    figures = {change.name: (change.before, change.after) for change in found.changes}
    # One: 15 points by bus and 46 by bicycle. Two: 26 by bus, 15 at the table.
    assert figures == {"trips_a_day": (0, 2), "meals_a_day": (0, 1), "self_points_a_day": (0, 2)}
    assert (
        found.sentences[1]
        == "“一天最多记几趟出行”从6改为3：上个月超过新上限的有2人·天，超过原上限的有0人·天。"
    )


def test_the_citys_preview_counts_helpers_and_grants():
    action, helper = make_action(), make_resident()
    desk, _ = make_desk()
    for day in (FIRST, FIRST, LAST):
        moment = NOW.replace(month=day.month, day=day.day)
        log = write(action, make_resident(), day, Decimal(1), "self")
        HelperLog.objects.create(log=_moved(log, moment), helper=helper, organisation=desk)
    october = NOW.replace(month=10)
    granted(make_resident(), 300, now=october)
    granted(make_resident(), 100, now=october)
    granted(make_resident(), 400)

    found = city_preview(CityPolicy(), CityPolicy(helper_logs_a_day=1, grant_points_a_month=200), TODAY)

    figures = {change.name: (change.before, change.after) for change in found.changes}
    assert figures == {"helper_logs_a_day": (0, 1), "grant_points_a_month": (0, 1)}


def _moved(log: ActionLog, moment: Any) -> ActionLog:
    """The same log, written down at another moment."""
    again = ActionLog.objects.get(pk=log.pk)
    again.pk, again.request_key, again.created_at = None, f"{log.request_key}-moved", moment
    again._state.adding = True
    again.save()
    return again


def test_switches_change_no_figure():
    found = city_preview(CityPolicy(), CityPolicy(shows_ranking=False, points_valid_months=12), TODAY)

    assert found.changes == []
    assert "缩短有效期只影响以后半年的积分" in found.sentences[0]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(-40, 40), st.integers(1, 300), st.booleans()), max_size=15
    ),
    st.integers(1, 5),
    st.sampled_from(["month", "all"]),
    st.integers(1, 300),
)
def test_a_rewards_preview_is_the_recomputation_row_by_row(db, vouchers, per_person, per_period, price):
    with transaction.atomic():
        reward = make_reward(price=0)
        people = [make_resident() for _ in range(3)]
        budget = BudgetMonth.objects.get()
        rows = []
        for number, (who, plus, paid, cancelled) in enumerate(vouchers):
            at = NOW.replace(month=10, day=1) + timedelta(days=plus)
            rows.append((who, at, paid, cancelled))
            _voucher(reward, people[who], budget, number, at, paid, cancelled)
        found = reward_preview(
            reward, RewardPolicy(price=1), RewardPolicy(price, per_person, per_period), TODAY
        )
        transaction.set_rollback(True)

    live = sorted((row for row in rows if not row[3]), key=lambda row: row[1])
    month = [row for row in live if FIRST <= row[1].date() <= LAST]
    refused, had = 0, dict.fromkeys(range(3), 0)
    for who, at, _, _ in live:
        if at.date() > LAST:
            continue
        if at.date() < FIRST:
            had[who] += per_period == "all"
        elif had[who] >= per_person:
            refused += 1
        else:
            had[who] += 1
    assert found.figure("vouchers").after == len(month)
    assert found.figure("residents").after == len({row[0] for row in month})
    assert (found.figure("points").before, found.figure("points").after) == (
        sum(row[2] for row in month),
        price * len(month),
    )
    assert found.figure("over_limit").after == refused


def _voucher(
    reward: Any, resident: Any, budget: Any, number: int, at: Any, price: int, cancelled: bool
) -> None:
    Voucher.objects.create(
        reward=reward,
        resident=resident,
        escrow=Account.objects.create(code=f"voucher:test-{number}", kind="escrow"),
        budget=budget,
        price=price,
        nonce="x",
        code_digest=f"digest-{number}",
        request_key=f"key-{number}",
        issued_at=at,
        valid_until=at,
        state="cancelled" if cancelled else "issued",
        ended_at=at if cancelled else None,
    )


def test_a_rewards_preview_says_who_can_afford_it():
    reward = make_reward(price=300)
    for points in (200, 600, 1000):
        make_saver(points)
    take(make_saver(1000), reward)

    found = reward_preview(reward, RewardPolicy(price=300), RewardPolicy(price=700), TODAY)

    # 200, 600, 1000, and 700 left of the fourth.
    assert (found.figure("can_afford").before, found.figure("can_afford").after) == (3, 2)
    assert found.sentences == ["现在有2位居民的积分够换一份，按现行价格是3位。"]


def test_points_that_have_expired_buy_nothing():
    make_saver(100)

    found = reward_preview(make_reward(), RewardPolicy(price=30), RewardPolicy(price=40), date(2028, 7, 1))

    assert (found.figure("can_afford").before, found.figure("can_afford").after) == (0, 0)


def test_a_budgets_preview_compares_with_last_months_use():
    line = make_line()
    for month, points, committed in ((10, 1000, 700), (11, 900, 300)):
        BudgetMonth.objects.create(line=line, month=date(2026, month, 1), points=points, committed=committed)

    found = budget_preview(line, date(2026, 11, 1), BudgetPolicy(), BudgetPolicy(250), TODAY)

    figures = {change.name: (change.before, change.after) for change in found.changes}
    assert figures == {
        "budget": (900, 250),
        "used": (700, 700),
        "left": (200, -450),
        "committed": (300, 300),
    }
    assert found.sentences == [
        "上个月兑换了700分，新预算是250分，照上个月的用量会缺450分。",
        "这个月已经占用300分，预算不能低于这个数。",
    ]


@pytest.mark.parametrize("kind", ["city", "action", "reward", "budget"])
def test_each_kind_has_its_preview(kind):
    action, reward = make_action(), make_reward()
    line = make_line()
    publish("budget", "city:2026-12", {"points": 5})
    key, policy = {
        "city": ("", CityPolicy(trips_a_day=2)),
        "action": (action.code, ActionPolicy(self_share=Decimal("0.3"))),
        "reward": (str(reward.pk), RewardPolicy(price=9)),
        "budget": (f"{line.code}:2026-12", BudgetPolicy(points=9)),
    }[kind]

    found = preview_of(subject_of(kind, key), written(policy), TODAY)

    assert isinstance(found, Preview)
    assert (found.month, bool(found.changes), bool(found.sentences)) == (FIRST, True, True)
