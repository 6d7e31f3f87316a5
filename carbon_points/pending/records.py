"""A record that a guest started, carried out after sign-in; and the one way in for all forms."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts import pending
from accounts.models import User
from accounts.selectors.family import may_act_for
from carbon_points.models import Action, ActionLog
from carbon_points.rules.quantities import plain
from carbon_points.selectors.catalogue import action_named
from carbon_points.services.logs import log_action
from carbon_points.services.places import log_at_place

PENDING_LOG = "log_action"
PENDING_PLACE = "place_log"


def resident_for(user: User, person_id: int) -> User:
    """Whom a person records for: themselves (0), or somebody whom they keep. Raises NotFound."""
    return may_act_for(user, person_id) if person_id else user


def record(
    user: User, *, action: str, quantity: Decimal, done_on: date, request_key: str, for_person: int = 0
) -> ActionLog:
    """Record, without proof, what a person did, or somebody whom they keep. Raises a Refused."""
    resident = resident_for(user, for_person)
    is_own = resident.pk == user.pk
    return log_action(
        resident=resident,
        action=action_named(action),
        quantity=quantity,
        done_on=done_on,
        evidence=ActionLog.Evidence.SELF,
        channel=ActionLog.Channel.WEB if is_own else ActionLog.Channel.FAMILY,
        request_key=request_key,
        recorded_by=None if is_own else user,
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
        for_person=int(payload.get("for_person") or 0),
        request_key=str(request_key),
    )
    whom = f"给“{log.resident.nickname}”" if log.resident_id != user.pk else ""
    message = f"{whom}记好了：{label_of(log.action, quantity)}，得{log.points}分。"
    return pending.Outcome(url=reverse("carbon_points:points"), message=message)


@pending.handler(PENDING_PLACE)
def log_place_after_sign_in(*, user: User, payload: dict[str, Any], request_key: UUID) -> pending.Outcome:
    """The guest's scan. The ticket, if any, was issued when the screen was scanned."""
    log = log_at_place(
        resident=user, place_code=payload["place"], ticket=payload["ticket"], request_key=str(request_key)
    )
    message = f"记好了：{label_of(log.action, log.quantity)}，得{log.points}分。"
    return pending.Outcome(url=reverse("carbon_points:points"), message=message)
