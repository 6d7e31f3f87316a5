"""Publishing a policy in one line, for tests."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Permission

from accounts.models import User
from carbon_points.models import BudgetLine, Policy
from carbon_points.rules.policies import CityPolicy, written
from carbon_points.services.policies import publish_policy
from tests.carbon_points.ledger_world import NOW, TODAY

TOMORROW = TODAY + timedelta(days=1)


def publish(kind: str = "city", key: str = "", values: Any = None, **changes: Any) -> Policy:
    """A policy from tomorrow on, published now; of the city only what changes needs to be said."""
    if kind == "city":
        values = written(CityPolicy()) | (values or {})
    usual = {
        "kind": kind,
        "key": key,
        "values": values or {},
        "valid_from": TODAY if kind == "budget" else TOMORROW,
        "note": "测试用",
        "by": None,
        "now": NOW,
    }
    return publish_policy(**usual | changes)


def make_line(code: str = "city") -> BudgetLine:
    """A budget line."""
    return BudgetLine.objects.create(code=code, name="城市预算", funder="财政")


def make_staff(*permissions: str, **values: Any) -> User:
    """Somebody with a few rights, such as request_grant."""
    user = User.objects.create_user(is_staff=True, nickname="工作人员", **values)
    user.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", *permissions]))
    return user
