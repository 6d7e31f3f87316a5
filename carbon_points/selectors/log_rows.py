"""Records as pages and the API show them."""

import math
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from carbon_points.models import Action, ActionLog
from core import clock
from core.refusals import NotFound

CREDITED, UNDONE = "credited", "undone"
STATE_LABELS = {CREDITED: "已入账", UNDONE: "已撤销"}
# Of what somebody else took back.
CAUSE_LABELS = {
    ActionLog.Cause.SUPERSEDED.value: "已换成合作方的数据",
    ActionLog.Cause.CORRECTION.value: "合作方已更正",
    ActionLog.Cause.REVIEW.value: "核验后已更正",
}


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


def logs_of(user: User) -> QuerySet[ActionLog]:
    """A resident's records, latest first; what was taken back is marked, not hidden."""
    rows = ActionLog.objects.filter(resident=user, reverses=None).order_by("-pk")
    return rows.select_related("action", "method", "reversal")


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
        state_label=CAUSE_LABELS.get(log.reversal.cause if undone else "", STATE_LABELS[state]),
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
