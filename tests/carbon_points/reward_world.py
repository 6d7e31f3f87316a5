"""Rewards with stock and budget, desks that hand them over, residents with points."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from accounts.models import Organisation, User
from accounts.services.organisations import add_member, ensure_organisation
from carbon_points.models import Account, Action, Policy, Reward, Transfer, Voucher
from carbon_points.services.rewards import (
    add_stock,
    ensure_budget_line,
    ensure_reward,
    open_budget_month,
    redeem,
)
from tests.carbon_points.ledger_world import NOW, TODAY, make_action, make_resident, record

_numbers = count(1)


def make_desk(kind: str = "merchant") -> tuple[Organisation, User]:
    """An organisation and somebody who works for it."""
    number = next(_numbers)
    desk = ensure_organisation(code=f"desk-{number}", name=f"绿色超市{number}", kind=kind)
    member = make_resident()
    add_member(organisation=desk, user=member, role="staff")
    return desk, member


def set_price(reward: Reward, price: int, since: date = date(2026, 1, 1), **values: Any) -> None:
    """Publish what a reward costs."""
    Policy.objects.create(
        kind="reward",
        key=str(reward.pk),
        values={"price": price, "per_person": 99, **values},
        valid_from=since,
        note="测试",
        published_at=NOW,
    )


def make_reward(
    *,
    price: int = 30,
    stock: int = 10,
    budget: int | None = 100_000,
    provider: Organisation | None = None,
    policy: dict[str, Any] | None = None,
    name: str = "",
    **values: Any,
) -> Reward:
    """An open reward with a price, pieces and a budget for this month."""
    number = next(_numbers)
    line = ensure_budget_line(code=f"line-{number}", name="测试预算", funder="测试单位")
    reward = ensure_reward(
        provider=provider or make_desk()[0],
        budget_line=line,
        **{
            "name": name or f"公交一次{number}",
            "opens_on": date(2026, 1, 1),
            "summary": "坐一次公交",
            "place_note": "服务台",
            "state": "open",
        }
        | values,
    )
    if price:
        set_price(reward, price, **(policy or {}))
    if stock:
        add_stock(reward=reward, change=stock, reason="进货", by=None, now=NOW)
    if budget is not None:
        open_budget_month(line=line, month=TODAY, points=budget)
    reward.refresh_from_db()
    return reward


def big_action() -> Action:
    """100 points for each unit, with proof."""
    found = Action.objects.filter(code="BIG").first()
    return found or make_action(
        "BIG",
        unit="公里",
        evidence=["staff"],
        max_per_log=Decimal(1000),
        method={"net_g_per_unit": Decimal(1000)},
    )


def give_points(resident: User, points: int, **values: Any) -> None:
    """So many points (whole tens), earned in the usual way."""
    record(resident, big_action(), Decimal(points) / 100, evidence="staff", **values)


def make_saver(points: int = 100, days_ago: int = 30) -> User:
    """A resident who joined some days ago and has points."""
    resident = make_resident(joined_at=NOW - timedelta(days=days_ago))
    if points:
        give_points(resident, points)
    return resident


def take(resident: User, reward: Reward, key: str = "", **values: Any) -> Voucher:
    """Redeem with a key of its own."""
    return redeem(
        resident=resident,
        reward_id=reward.pk,
        request_key=key or f"take-{next(_numbers)}",
        **{"now": NOW} | values,
    )


def state() -> dict[str, Any]:
    """Everything that a refused request must not change."""
    return {
        "balances": dict(Account.objects.values_list("code", "balance")),
        "transfers": Transfer.objects.count(),
        "vouchers": list(Voucher.objects.order_by("pk").values_list("pk", "state", "uses")),
        "stock": list(Reward.objects.order_by("pk").values_list("pk", "stock_left")),
        "budgets": list(Reward.objects.order_by("pk").values_list("budget_line__months__committed")),
    }
