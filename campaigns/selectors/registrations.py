"""Registrations as the people who made them see them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import (
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.selectors.family import in_hands_of
from campaigns.models import Campaign, CheckIn, Registration, Session
from campaigns.refusals.registration import TooLateToCancel
from campaigns.rules import registration as rules
from campaigns.selectors.doors import door_of
from core import clock
from core.refusals import NotFound, Refused

State = Registration.State


@dataclass(frozen=True, slots=True)
class SignUpPage:
    """A session as somebody sees it who wants to come. `refusal` says why nobody can now."""

    session: Session
    refusal: str
    # Seats are gone, but there is a line to wait in.
    joins_line: bool
    places: range
    # What this person has already.
    mine: Registration | None


@dataclass(frozen=True, slots=True)
class Ticket:
    """One registration with what can still be done. `ahead` counts those who wait before it."""

    row: Registration
    session: Session
    ahead: int
    is_over: bool
    can_cancel: bool
    fewer: range
    check_in: CheckIn | None


def session_page(session_id: int, user: User | None) -> SignUpPage:
    """One session to register for. Raises NotFound for what is not public. Four queries at most."""
    rows = Session.objects.select_related("campaign", "campaign__area", "campaign__organisation")
    session = rows.filter(pk=session_id).first()
    if session is None:
        raise NotFound("没有这一场活动，它可能已经撤下。")
    door = door_of(session)
    refusal, joins_line = "", False
    try:
        rules.check_open(door, clock.now())
        joins_line = rules.state_for(door, 1) == State.WAITING
    except Refused as refused:
        refusal = refused.message
    mine = (
        session.registrations.filter(resident=user).exclude(state=State.CANCELLED).first() if user else None
    )
    return SignUpPage(session, refusal, joins_line, range(1, session.most_together + 1), mine)


def my_registrations(user: User) -> "QuerySet[Registration]":
    """Mine and those of whom I keep: what comes first, then what was, the latest first."""
    now = clock.now()
    rows = Registration.objects.filter(in_hands_of(user)).annotate(
        is_past=ExpressionWrapper(
            Q(session__ends_at__lt=now) | Q(state=State.CANCELLED), output_field=BooleanField()
        ),
        soon=Case(When(is_past=False, then=F("session__starts_at"))),
    )
    rows = rows.annotate(ahead=_ahead())
    return rows.select_related("session", "session__campaign", "resident").order_by(
        "is_past", "soon", F("session__starts_at").desc(), "-pk"
    )


def _ahead() -> Case:
    """How many wait before somebody who waits; none before others."""
    before = Registration.objects.filter(
        session=OuterRef("session"), state=State.WAITING, number__lt=OuterRef("number")
    )
    count = before.order_by().values("session").annotate(count=Count("pk")).values("count")
    waiting = When(state=State.WAITING, then=Coalesce(Subquery(count), 0))
    return Case(waiting, default=0, output_field=IntegerField())


def coming_count(user: User) -> int:
    """How many of my registrations are still to come."""
    return (
        Registration.objects.filter(in_hands_of(user))
        .exclude(state=State.CANCELLED)
        .filter(session__ends_at__gte=clock.now())
        .count()
    )


def my_registration(user: User, registration_id: int) -> Registration:
    """One of mine, or of whom I keep. Raises NotFound."""
    row = my_registrations(user).filter(pk=registration_id).first()
    if row is None:
        raise NotFound("没有这条报名，请回到“我的活动”里查看。")
    return row


def ticket_of(row: Registration, now: datetime | None = None) -> Ticket:
    """What stands on its page, for a row of `my_registrations`. Two queries."""
    now = now or clock.now()
    session = row.session
    can_cancel = row.state != State.CANCELLED
    try:
        rules.check_cancel(door_of(session), row.state, now)
    except TooLateToCancel:
        can_cancel = False
    check_in = CheckIn.objects.filter(session=session, resident=row.resident_id, taken_back_at=None).first()
    return Ticket(
        row=row,
        session=session,
        ahead=row.ahead,  # type: ignore[attr-defined]
        is_over=now >= session.ends_at,
        can_cancel=can_cancel,
        fewer=range(1, row.places) if can_cancel else range(0),
        check_in=check_in,
    )


def only_session(campaign: Campaign, session_id: int | None) -> Session:
    """The session that is meant: the one named, or the only one there is. Raises a Refused."""
    sessions = [one for one in campaign.sessions.all() if session_id in {None, one.pk}]
    if not sessions:
        raise NotFound("没有这一场活动，它可能已经撤下。")
    if len(sessions) > 1:
        raise Refused("这个活动有几场，请写明报哪一场（session）。", code="session_missing", status=422)
    return sessions[0]
