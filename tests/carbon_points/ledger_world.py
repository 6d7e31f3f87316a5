"""A small catalogue, residents and raw SQL for the tests of the ledger."""

from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from accounts.models import Area, User
from carbon_points.models import Action, ActionLog, Method, Transfer
from carbon_points.services.logs import log_action

NOW = timezone.make_aware(datetime(2026, 11, 23, 9, 0))  # noqa: DTZ001
TODAY = date(2026, 11, 23)
_numbers = count(1)


def make_action(code: str = "TR-BUS", **values: Any) -> Action:
    """An open action with a method: 52 g a ride, all of it for a self-report, unless told otherwise."""
    method = {
        "version": "1",
        "unit": values.get("unit", "次"),
        "baseline_scenario": "一般出行均值",
        "net_g_per_unit": Decimal("52"),
        "tier": "B",
        "self_share": Decimal(1),
        "source": "测试用方法",
        "confidence": "seen",
        "valid_from": date(2026, 1, 1),
    } | values.pop("method", {})
    if method["tier"] == "C":
        method["net_g_per_unit"] = None
    action = Action.objects.create(
        **{
            "code": code,
            "name": "乘公交",
            "category": "travel",
            "unit": "次",
            "evidence": ["self", "photo", "partner"],
            "max_per_log": Decimal(10),
        }
        | values
    )
    Method.objects.create(action=action, **method)
    return action


def make_resident(**values: Any) -> User:
    """A resident without area."""
    return User.objects.create_user(username=f"resident-{next(_numbers)}", **values)


def make_area() -> tuple[Area, Area]:
    """A township and a community in it."""
    city = Area.objects.create(code="430481000", name="城市", level="city")
    town = Area.objects.create(code="430481001", name="街道", level="town", parent=city)
    return town, Area.objects.create(code="430481001001", name="社区", level="community", parent=town)


def record(resident: User, action: Action, quantity: object = 1, **values: Any) -> ActionLog:
    """A log of today with a key of its own."""
    usual: dict[str, Any] = {
        "resident": resident,
        "action": action,
        "quantity": Decimal(str(quantity)),
        "done_on": TODAY,
        "request_key": str(uuid4()),
        "now": NOW,
    }
    return log_action(**usual | values)


def earning_of(log: ActionLog) -> Transfer:
    """The transfer that paid a log."""
    return Transfer.objects.get(source=f"earn:{log.pk}")


def execute(sql: str) -> None:
    """Raw SQL, past the ORM and its guards."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
