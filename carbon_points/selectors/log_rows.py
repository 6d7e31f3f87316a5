"""Records and ledger lines as pages and the API show them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import User
from carbon_points.models import Account, Action, ActionLog, Transfer
from carbon_points.rules.periods import window
from core import clock
from core.refusals import NotFound

CREDITED, UNDONE = "credited", "undone"
STATE_LABELS = {CREDITED: "已入账", UNDONE: "已撤销"}


@dataclass(frozen=True, slots=True)
class LogRow:
    """One record of a resident in its present state; milligrams of CO2e."""

    id: int
    action: Action
    quantity: Decimal
    unit: str
    done_on: date
    points: int
    milligrams: int
    low_mg: int
    high_mg: int
    evidence: str
    method_version: str
    undo_until: datetime
    state: str
    state_label: str
    minutes_left: int
    can_undo: bool
    method_url: str
    undo_url: str


@dataclass(frozen=True, slots=True)
class TransferRow:
    """One movement of a resident's points, with the sign that it has for them."""

    id: int
    at: datetime
    kind: str
    label: str
    points: int


def logs_of(user: User) -> QuerySet[ActionLog]:
    """A resident's records, latest first; what was taken back is marked, not hidden."""
    rows = ActionLog.objects.filter(resident=user, reverses=None).order_by("-pk")
    return rows.select_related("action", "method", "reversal")


def days_of(user: User) -> int:
    """On how many days a resident did something that still stands."""
    standing = ActionLog.objects.filter(resident=user, reverses=None, reversal=None)
    return standing.order_by().values("done_on").distinct().count()


def days_this_week(user: User) -> int:
    """The same since Monday: 0 to 7."""
    day = clock.today()
    standing = ActionLog.objects.filter(resident=user, reverses=None, reversal=None)
    this_week = standing.filter(done_on__range=(window("week", day)[0], day))
    return this_week.order_by().values("done_on").distinct().count()


def log_row(log: ActionLog) -> LogRow:
    """A record as people see it now."""
    undone = hasattr(log, "reversal")
    left = 0 if undone else math.ceil(max((log.undo_until - clock.now()).total_seconds(), 0) / 60)
    state = UNDONE if undone else CREDITED
    return LogRow(
        id=log.pk,
        action=log.action,
        quantity=log.quantity,
        unit=log.method.unit,
        done_on=log.done_on,
        points=log.points,
        milligrams=log.milligrams,
        low_mg=log.low_mg,
        high_mg=log.high_mg,
        evidence=log.evidence,
        method_version=log.method.version,
        undo_until=log.undo_until,
        state=state,
        state_label=STATE_LABELS[state],
        minutes_left=left,
        can_undo=left > 0,
        method_url=log.action.get_absolute_url(),
        undo_url=reverse("carbon_points:undo-log", args=[log.pk]),
    )


def row_of(user: User, log_id: int) -> LogRow:
    """One's own record; NotFound when there is none, or when it is somebody else's."""
    log = logs_of(user).filter(pk=log_id).first()
    if log is None:
        raise NotFound("没有这条记录。")
    return log_row(log)


def resident_of(user: User, log_id: int) -> User:
    """Whose record it is: the user's, or that of somebody whom the user keeps; the user when neither."""
    return User.objects.filter(action_logs=log_id, kept_by=user, is_active=True).first() or user


def transfers_of(user: User) -> QuerySet[Transfer]:
    """Movements of a resident's points, latest first."""
    own = list(Account.objects.filter(owner=user).values_list("pk", flat=True))
    mine = Q(debit__in=own) | Q(credit__in=own)
    return Transfer.objects.filter(mine).select_related("credit", "reverses").order_by("-pk")


def transfer_rows(transfers: Iterable[Transfer], user: User) -> list[TransferRow]:
    """Movements seen from their owner: what came in is positive. One query for the names of all actions."""
    found = [(transfer, _log_id(transfer)) for transfer in transfers]
    ids = [log_id for _, log_id in found if log_id]
    names = dict(ActionLog.objects.filter(pk__in=ids).values_list("pk", "action__name")) if ids else {}
    return [
        TransferRow(
            id=transfer.pk,
            at=transfer.at,
            kind=transfer.kind,
            label=_label(transfer, names.get(log_id or 0, "")),
            points=transfer.points if transfer.credit.owner_id == user.pk else -transfer.points,
        )
        for transfer, log_id in found
    ]


def _log_id(transfer: Transfer) -> int | None:
    """The record that a movement pays for, or takes back."""
    kind, _, number = (transfer.reverses or transfer).source.partition(":")
    return int(number) if kind == Transfer.Kind.EARN else None


def _label(transfer: Transfer, action: str) -> str:
    return f"{transfer.get_kind_display()}：{action}" if action else transfer.get_kind_display()
