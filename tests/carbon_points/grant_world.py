"""A grant in one line, for tests."""

from typing import Any
from uuid import uuid4

from accounts.models import User
from carbon_points.models import Grant
from carbon_points.services.grants import approve_grant, request_grant
from tests.carbon_points.ledger_world import NOW, make_resident
from tests.carbon_points.policy_world import make_staff


def operator(**values: Any) -> User:
    """Somebody who may ask for grants."""
    return make_staff("request_grant", **values)


def approver(**values: Any) -> User:
    """Somebody who may approve them."""
    return make_staff("approve_grant", **values)


def ask(resident: User | None = None, points: int = 50, **changes: Any) -> Grant:
    """A request for a resident, by an operator of its own unless told otherwise."""
    usual: dict[str, Any] = {
        "resident": resident or make_resident(),
        "points": points,
        "ground": "service",
        "reason": "河边清洁志愿服务",
        "internal_note": "签到表第3页",
        "request_key": str(uuid4()),
        "by": changes.pop("by", None) or operator(),
        "now": NOW,
    }
    return request_grant(**usual | changes)


def granted(resident: User | None = None, points: int = 50, **changes: Any) -> Grant:
    """A grant that was approved and paid."""
    now = changes.get("now", NOW)
    return approve_grant(grant_id=ask(resident, points, **changes).pk, by=approver(), now=now)
