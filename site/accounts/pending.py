"""What a guest had begun is kept by the server and carried out exactly once after sign-in.

Apps above register a handler for each name; this module knows none of them.
"""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import PendingAction, User
from core import clock
from core.refusals import Refused

LIFETIME = timedelta(minutes=30)
LARGEST_PAYLOAD = 4096
SESSION_KEY = "pending_action"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where to send the person, and what to say there."""

    url: str
    message: str = ""
    refused: bool = False


class Handler(Protocol):
    """Does the work of one name, inside the transaction that marks it done. May raise Refused."""

    def __call__(self, *, user: User, payload: dict[str, Any], request_key: UUID) -> Outcome:
        """Carry it out for a person who has signed in."""


_handlers: dict[str, Handler] = {}


def handler(name: str) -> Callable[[Handler], Handler]:
    """Register the function below for a name."""

    def register(function: Handler) -> Handler:
        _handlers[name] = function
        return function

    return register


def keep(
    request: HttpRequest,
    name: str,
    payload: dict[str, Any],
    *,
    label: str = "",
    request_key: UUID | str | None = None,
) -> PendingAction:
    """Keep one thing for this guest's session, in place of an earlier one. `label` says it to people.

    Raises Refused when the payload is larger than any form of ours, KeyError when nobody handles the name.
    """
    _handlers[name]
    if len(json.dumps(payload)) > LARGEST_PAYLOAD:
        raise Refused("内容太长，请减少后重试。", code="too_large", status=413)
    with transaction.atomic():
        _open_of(request).delete()
        row = PendingAction.objects.create(
            token=secrets.token_urlsafe(24),
            name=name,
            label=label[:80],
            payload=payload,
            request_key=_uuid(request_key),
            created_at=clock.now(),
        )
    request.session[SESSION_KEY] = row.token
    return row


def label_of(request: HttpRequest) -> str:
    """What this session's guest came to do; empty when nothing is waiting."""
    return _open_of(request).values_list("label", flat=True).first() or ""


def is_waiting(request: HttpRequest) -> bool:
    """Something is waiting for this session's guest to sign in."""
    return _open_of(request).exists()


def carry_out(request: HttpRequest, user: User) -> Outcome | None:
    """Do what this session had begun, once; None when there is nothing, or it is too old.

    A second visit, also in the same moment, changes nothing and is sent to the same place without a message.
    """
    token = request.session.get(SESSION_KEY)
    if not token:
        return None
    with transaction.atomic():
        # The conditional UPDATE takes the row; a twin waits for our commit and then finds it done.
        if not _open(token).update(done_at=clock.now(), user=user):
            return _earlier(token, user)
        row = PendingAction.objects.get(token=token)
        outcome = _perform(row, user)
        row.result_url = outcome.url
        row.save(update_fields=["result_url"])
    return outcome


@transaction.atomic
def purge(*, before: datetime) -> int:
    """Forget what was begun before a moment; how many rows."""
    return PendingAction.objects.filter(created_at__lt=before).delete()[0]


def _perform(row: PendingAction, user: User) -> Outcome:
    """A refusal is final: the row stays done, and nothing but that is kept."""
    try:
        with transaction.atomic():
            return _handlers[row.name](user=user, payload=row.payload, request_key=row.request_key)
    except Refused as refused:
        return Outcome(url="/", message=refused.message, refused=True)


def _earlier(token: str, user: User) -> Outcome | None:
    done = PendingAction.objects.filter(token=token, user=user, done_at__isnull=False).first()
    return Outcome(url=done.result_url) if done else None


def _open(token: str) -> "QuerySet[PendingAction]":
    return PendingAction.objects.filter(token=token, done_at=None, created_at__gt=clock.now() - LIFETIME)


def _open_of(request: HttpRequest) -> "QuerySet[PendingAction]":
    return _open(str(request.session.get(SESSION_KEY, "")))


def _uuid(value: UUID | str | None) -> UUID:
    """The given key, or a fresh one when there is none that can be read."""
    try:
        return value if isinstance(value, UUID) else UUID(str(value))
    except ValueError:
        return uuid4()
