"""When a session is over its line ends, and whoever missed two without a word is slowed down kindly."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from campaigns.models import Pause, Registration, Session
from campaigns.rules.registration import MISSED, MISSED_WITHIN, PAUSE_FOR
from campaigns.selectors.arrivals import not_there
from core import clock

State = Registration.State
# Scanners without a network have told by then; sessions of longer ago were closed before.
AFTER, UNTIL = timedelta(hours=24), timedelta(days=14)


def close_sessions(*, now: datetime | None = None) -> int:
    """Close what is over for a day, each session in a transaction of its own; how many pauses began."""
    now = now or clock.now()
    over = Session.objects.filter(ends_at__gt=now - UNTIL, ends_at__lte=now - AFTER, cancelled_at=None)
    return sum(_close(session_id, now) for session_id in over.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _close(session_id: int, now: datetime) -> int:
    """Safe to repeat: a line ends once, and each registration pauses at most once."""
    session = Session.objects.select_for_update().get(pk=session_id)
    # Whoever was let in without a seat did not wait in vain.
    not_there(session, State.WAITING).update(
        state=State.CANCELLED, ended_at=now, ended_by=Registration.EndedBy.OVER
    )
    if not session.check_ins.filter(taken_back_at=None).exists():
        # Nobody was checked in: that says something about the organiser, and nothing about people.
        return 0
    return sum(_pause(row, now) for row in _missed(session).filter(pause=None).select_related("resident"))


def _missed(session: Session) -> "QuerySet[Registration]":
    return not_there(session, State.CONFIRMED)


def _pause(row: Registration, now: datetime) -> int:
    since = row.session.ends_at - MISSED_WITHIN
    earlier = Session.objects.filter(
        ends_at__gt=since,
        ends_at__lte=row.session.ends_at,
        cancelled_at=None,
        registrations__resident=row.resident,
    )
    checked = earlier.filter(check_ins__taken_back_at=None, check_ins__isnull=False).distinct()
    missed = sum(_missed(one).filter(resident=row.resident).exists() for one in checked)
    if missed < MISSED:
        return 0
    until = timezone.localdate(row.session.ends_at + PAUSE_FOR)
    Pause.objects.create(resident=row.resident, registration=row, until=until, created_at=now)
    return 1


@transaction.atomic
def lift_pause(*, registration: Registration, now: datetime | None = None) -> int:
    """The organiser knows why somebody could not come; how many pauses ended."""
    return Pause.objects.filter(registration=registration, lifted_at=None).update(
        lifted_at=now or clock.now()
    )
