"""A record that a guest started, carried out after sign-in; and the one way in for all forms."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts import pending
from accounts.models import User
from carbon_points.models import Action, ActionLog
from carbon_points.rules.quantities import plain
from carbon_points.selectors.catalogue import action_named
from carbon_points.services.logs import log_action

PENDING_LOG = "log_action"


def record(user: User, *, action: str, quantity: Decimal, done_on: date, request_key: str) -> ActionLog:
    """Record what a person reports of themselves, without proof. Raises a Refused."""
    return log_action(
        resident=user,
        action=action_named(action),
        quantity=quantity,
        done_on=done_on,
        evidence=ActionLog.Evidence.SELF,
        request_key=request_key,
    )


def label_of(action: Action, quantity: Decimal) -> str:
    """What is recorded, in words: 骑自行车 3公里."""
    return f"{action.name} {plain(quantity)}{action.unit}"


@pending.handler(PENDING_LOG)
def record_after_sign_in(*, user: User, payload: dict[str, Any], request_key: UUID) -> pending.Outcome:
    """The guest's record, on the account it belongs to now."""
    quantity = Decimal(payload["quantity"])
    log = record(
        user,
        action=payload["action"],
        quantity=quantity,
        done_on=date.fromisoformat(payload["done_on"]),
        request_key=str(request_key),
    )
    message = f"记好了：{label_of(log.action, quantity)}，得{log.points}分。"
    return pending.Outcome(url=reverse("carbon_points:points"), message=message)
