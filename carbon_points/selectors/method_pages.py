"""What the public pages 怎么算的 show: figures, range, factors, versions and a worked example."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse

from carbon_points.models import Action, Factor, Method
from carbon_points.rules.credit import Rate, credit
from carbon_points.rules.quantities import plain
from carbon_points.selectors.catalogue import CATEGORY_ORDER, actions_with_methods, in_force, rate_of
from carbon_points.selectors.limits import limit_text, limits_of
from carbon_points.selectors.policies import action_policy
from core import clock
from core.refusals import NotFound


@dataclass(frozen=True, slots=True)
class MethodRow:
    """One action in the list of methods; figures in g CO2e per unit."""

    code: str
    name: str
    icon: str
    unit: str
    tier: str
    net_g: Decimal | None
    low_g: Decimal | None
    high_g: Decimal | None
    version: str
    url: str


@dataclass(frozen=True, slots=True)
class Example:
    """A log worked out step by step; grams of CO2e, milligrams, points."""

    quantity: Decimal
    unit: str
    baseline_g: Decimal | None
    project_g: Decimal | None
    net_g: Decimal
    share: str
    credited_g: Decimal
    credited_mg: int
    low_mg: int
    high_mg: int
    points: int


def method_groups() -> list[dict[str, Any]]:
    """All actions with a method in force today, by category."""
    groups: dict[str, list[MethodRow]] = {category: [] for category in CATEGORY_ORDER}
    for action in actions_with_methods(clock.today()).order_by("code"):
        for method in action.methods_today:
            groups[action.category].append(_row(action, method))
    filled = {key: rows for key, rows in groups.items() if rows}
    return [{"key": key, "label": Action.Category(key).label, "rows": rows} for key, rows in filled.items()]


def _row(action: Action, method: Method) -> MethodRow:
    return MethodRow(
        code=action.code,
        name=action.name,
        icon=action.icon,
        unit=method.unit,
        tier=method.tier,
        net_g=method.net_g_per_unit,
        low_g=method.low_g,
        high_g=method.high_g,
        version=method.version,
        url=action.get_absolute_url(),
    )


def method_page(code: str, day: date | None = None) -> dict[str, Any]:
    """Everything on one action's page; NotFound when there is no such action or it never had a method.

    With a day, the version that held on it; without one, the version in force, or else the latest.
    """
    day = day or clock.today()
    factors = Prefetch("factors", Factor.objects.order_by("code"))
    rows = Method.objects.filter(action__code=code).select_related("action").prefetch_related(factors)
    versions = list(rows.order_by("-valid_from"))
    if not versions:
        raise NotFound("没有这项行动的计算方法，请从方法列表里选择。")
    held = [row for row in versions if row.valid_from <= day and (row.valid_to or date.max) >= day]
    method = held[0] if held else versions[0]
    action = method.action
    policy = action_policy(code, day)
    rate = rate_of(method, policy)
    return {
        "action": action,
        "method": method,
        "versions": versions,
        "factors": list(method.factors.all()),
        "example": example_of(action, method, rate),
        "self_share": share_text(action, rate),
        "limit_text": limit_text(action, limits_of(action, policy)),
        "validity": _validity(method),
        "exclusive_peers": _peers(method, day),
        "log_url": f"{reverse('carbon_points:log')}?action={action.code}" if _self_recorded(action) else "",
    }


def example_of(action: Action, method: Method, rate: Rate) -> Example | None:
    """The largest usual quantity, recorded without proof where that is accepted; None if not quantified."""
    if method.net_g_per_unit is None:
        return None
    evidence = "self" if "self" in action.evidence else "partner"
    quantity = Decimal(str(action.choices[-1])) if action.choices else Decimal(1)
    worth = credit(rate, quantity, evidence)
    return Example(
        quantity=quantity,
        unit=method.unit,
        baseline_g=None if method.baseline_g is None else method.baseline_g * quantity,
        project_g=None if method.project_g is None else method.project_g * quantity,
        net_g=method.net_g_per_unit * quantity,
        share=_percent(rate.self_share if evidence == "self" else Decimal(1)),
        credited_g=Decimal(worth.milligrams) / 1000,
        credited_mg=worth.milligrams,
        low_mg=worth.low_mg,
        high_mg=worth.high_mg,
        points=worth.points,
    )


def share_text(action: Action, rate: Rate) -> str:
    """How much of the net a log without proof is credited; empty when it is not taken or not quantified."""
    if rate.net_g is None or "self" not in action.evidence:
        return ""
    return _percent(rate.self_share)


def _percent(share: Decimal) -> str:
    return f"{plain(share * 100)}%"


def _validity(method: Method) -> str:
    """From which day to which day, in words."""
    start = _day(method.valid_from)
    return f"{start}起" if method.valid_to is None else f"{start}至{_day(method.valid_to)}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _peers(method: Method, day: date) -> list[dict[str, str]]:
    """Other actions of the same exclusive group."""
    if not method.exclusive_group:
        return []
    rows = Method.objects.filter(in_force(day), exclusive_group=method.exclusive_group)
    others = rows.exclude(action=method.action_id).select_related("action").order_by("action__code")
    return [{"name": row.action.name, "url": row.action.get_absolute_url()} for row in others]


def _self_recorded(action: Action) -> bool:
    return action.is_open and action.audience == Action.Audience.RESIDENT and "self" in action.evidence


def method_in_force(code: str, day: date) -> Method:
    """The method version of an action on a day, with its factors and the share that then holds for a
    self-report; NotFound when there is none."""
    rows = Method.objects.filter(in_force(day), action__code=code).select_related("action")
    method = rows.prefetch_related(Prefetch("factors", Factor.objects.order_by("code"))).first()
    if method is None:
        raise NotFound("没有这项行动的计算方法，请从行动列表里选择。")
    # Not saved: a published method never changes.
    method.self_share = rate_of(method, action_policy(code, day)).self_share
    return method
