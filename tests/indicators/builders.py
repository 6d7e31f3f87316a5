"""Logs for tests of the totals: written as rows, because they need days and numbers of their choice."""

import itertools
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from accounts.models import Area, User
from carbon_points.models import Action, ActionLog, Method
from core import clock

_numbers = itertools.count(1)
MG = 150_000


@dataclass
class Town:
    """A small city: towns, communities, residents, and a few actions of each kind."""

    towns: list[Area] = field(default_factory=list)
    communities: list[Area] = field(default_factory=list)
    residents: list[User] = field(default_factory=list)
    actions: dict[str, Action] = field(default_factory=dict)


def area(code: str, name: str, level: str = "town", parent: Area | None = None) -> Area:
    """An area; one of the first data stays as it is."""
    made, _ = Area.objects.get_or_create(code=code, defaults={"name": name, "level": level, "parent": parent})
    return made


def action(code: str, category: str, *, tier: str = "B", audience: str = "resident") -> Action:
    """An action with one method."""
    made = Action.objects.create(code=code, name=code, category=category, unit="次", audience=audience)
    figures = {} if tier == "C" else {"net_g_per_unit": MG // 1000, "low_g": 100, "high_g": 200}
    Method.objects.create(
        action=made,
        version="1",
        unit="次",
        baseline_scenario="测试",
        tier=tier,
        self_share=1,
        source="测试",
        confidence="seen",
        valid_from=date(2020, 1, 1),
        **figures,
    )
    return made


def small_city(*, residents: int = 12, towns: int = 3) -> Town:
    """Towns with one community each, residents, and actions of several kinds."""
    number = next(_numbers)
    city = Area.objects.filter(level="city").first() or area("999999", "测试市", "city")
    made = Town()
    for count in range(towns):
        town = area(f"99{number:04d}{count:03d}", f"第{count}镇", parent=city)
        made.towns.append(town)
        made.communities.append(area(f"{town.code}001", f"第{count}社区", "community", town))
    made.residents = [User.objects.create_user() for _ in range(residents)]
    made.actions = {
        "bike": action(f"T{number}-BIKE", "travel"),
        "bus": action(f"T{number}-BUS", "travel"),
        "water": action(f"T{number}-WATER", "home"),
        "sort": action(f"T{number}-SORT", "home", tier="C"),
        "print": action(f"T{number}-PRINT", "office", audience="organisation"),
    }
    return made


_EVIDENCE = {"self_reported": "self", "evidenced": "photo", "metered": "partner"}


def log(
    resident: User,
    what: Action,
    day: date,
    *,
    place: Area | None = None,
    tier: str = "self_reported",
    quantity: str = "1",
) -> ActionLog:
    """One log with the figures of the builders' methods."""
    method = what.methods.get()
    units = Decimal(quantity)
    milligrams = 0 if method.tier == "C" else int(units * MG)
    return ActionLog.objects.create(
        resident=resident,
        area=place,
        action=what,
        method=method,
        quantity=units,
        done_on=day,
        evidence=_EVIDENCE[tier],
        tier=tier,
        milligrams=milligrams,
        low_mg=milligrams * 2 // 3,
        high_mg=milligrams * 4 // 3,
        points=milligrams // 10_000,
        request_key=f"key-{next(_numbers)}",
        created_at=clock.now(),
    )


def undo(original: ActionLog) -> ActionLog:
    """The row that takes a log back."""
    return ActionLog.objects.create(
        resident_id=original.resident_id,
        area_id=original.area_id,
        action_id=original.action_id,
        method_id=original.method_id,
        quantity=-original.quantity,
        done_on=original.done_on,
        evidence=original.evidence,
        tier=original.tier,
        milligrams=-original.milligrams,
        low_mg=-original.low_mg,
        high_mg=-original.high_mg,
        points=-original.points,
        reverses=original,
        created_at=clock.now(),
    )
