"""Who came, as the people themselves and the organiser see it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import User
from accounts.selectors.family import in_hands_of, people_kept_by
from campaigns.models import CheckIn, Registration, Session
from campaigns.rules import codes
from campaigns.selectors.attendance import closed_because, secret_of, session_with_campaign
from carbon_points import tickets
from core.refusals import NotFound

TICKET = "campaign_session"
OLD_CODE = "屏幕上的码每30秒换一次，这一个已经旧了，请重新扫屏幕上的码。"


@dataclass(frozen=True, slots=True)
class DoorPage:
    """What somebody sees who scanned the hall's screen. `refusal` says why they cannot come in now."""

    session: Session
    refusal: str
    # What the fresh code was exchanged for.
    ticket: str
    # Family members who are registered here; the person's own place is meant by itself.
    family: list[User]
    is_there: bool


def door_page(user: object, session_id: int, token: str, now: datetime) -> DoorPage:
    """What a scan of the screen leads to. NotFound. One query for a guest, three for somebody signed in."""
    session = session_with_campaign(session_id)
    refusal = closed_because(session, seen_at=now, now=now)
    ticket = "" if refusal else ticket_for(session, token=token, now=now)
    if not refusal and not ticket:
        refusal = OLD_CODE
    family, is_there = [], False
    if isinstance(user, User):
        family = list(family_here(user, session)) if ticket else []
        is_there = CheckIn.objects.filter(session=session, resident=user, taken_back_at=None).exists()
    return DoorPage(session, refusal, ticket, family, is_there)


def ticket_for(session: Session, *, token: str, now: datetime) -> str:
    """A ticket in exchange for a fresh token; empty for a stale or a false one."""
    if not codes.is_fresh_screen(secret_of(session), session.pk, token, now):
        return ""
    return tickets.issue(place_id=session.pk, now=now, of=TICKET)


def family_here(user: User, session: Session) -> "QuerySet[User]":
    """Whom a person keeps and who is registered here and has not come in yet. One query."""
    standing = Registration.objects.filter(session=session, resident=OuterRef("pk"))
    there = CheckIn.objects.filter(session=session, resident=OuterRef("pk"), taken_back_at=None)
    return people_kept_by(user).filter(
        Exists(standing.exclude(state=Registration.State.CANCELLED)), ~Exists(there)
    )


def own_check_ins(user: User, session_id: int) -> list[CheckIn]:
    """A person's attendance here and that of those whom they keep. NotFound without any. One query."""
    rows = CheckIn.objects.filter(in_hands_of(user), session=session_id, taken_back_at=None)
    found = list(
        rows.select_related(
            "session__campaign", "log__action", "log__reversal", "log__method", "resident", "registration"
        ).order_by("pk")
    )
    if not found:
        raise NotFound("这一场还没有您的签到，请扫现场屏幕上的码。")
    return found


def expected(session: Session, query: str = "") -> "QuerySet[Registration]":
    """Who is expected, in the order of their numbers, each with `there` (their standing check-in, if any).

    `query` is a part of a name, or a number in line. Two queries for a page.
    """
    rows = Registration.objects.filter(session=session).exclude(state=Registration.State.CANCELLED)
    query = query.strip()
    if query.isascii() and query.isdigit():
        rows = rows.filter(number=int(query[:9]))
    elif query:
        rows = rows.filter(Q(name__icontains=query) | Q(resident__nickname__icontains=query))
    standing = CheckIn.objects.filter(taken_back_at=None, session=session).select_related("by", "log")
    there = Prefetch("check_ins", standing, to_attr="there")
    return rows.select_related("resident").prefetch_related(there).order_by("number")


def expected_one(session: Session, registration_id: int) -> Registration:
    """One row of that list. NotFound."""
    row = expected(session).filter(pk=registration_id).first()
    if row is None:
        raise NotFound("没有找到这条报名，请刷新名单后重试。")
    return row


def others_there(session: Session) -> "QuerySet[CheckIn]":
    """Who came without a registration: written down by name, or looked after by the organisation."""
    rows = CheckIn.objects.filter(session=session, registration=None, taken_back_at=None)
    return rows.select_related("resident", "by", "log").order_by("-pk")


def not_there(session: Session, state: str) -> "QuerySet[Registration]":
    """Registrations of this state whose people have not come in.

    Without the rows of people who have no account: NOT IN finds nobody when it meets an empty one.
    """
    there = session.check_ins.filter(taken_back_at=None, resident__isnull=False)
    return session.registrations.filter(state=state).exclude(resident__in=there.values("resident"))


def kept_not_there(session: Session) -> "QuerySet[User]":
    """People without a phone whom the organisation looks after and who are not entered yet."""
    if session.campaign.organisation_id is None:
        return User.objects.none()
    there = CheckIn.objects.filter(session=session, resident=OuterRef("pk"), taken_back_at=None)
    kept = User.objects.filter(kept_by_organisation=session.campaign.organisation_id, is_active=True)
    return kept.filter(~Exists(there)).order_by("pk")


def check_in_of(session: Session, check_in_id: int) -> CheckIn:
    """One attendance of this session. NotFound."""
    rows = CheckIn.objects.select_related("resident", "session__campaign__action", "registration", "log")
    row = rows.filter(pk=check_in_id, session=session).first()
    if row is None:
        raise NotFound("没有找到这次签到，请刷新名单后重试。")
    return row


def name_of(row: Registration) -> str:
    """How the organiser calls somebody who registered."""
    return row.name or row.resident.display_name


def name_at_the_door(row: CheckIn) -> str:
    """How the organiser calls somebody who came."""
    if row.registration is not None and row.registration.name:
        return row.registration.name
    return row.name or (row.resident.display_name if row.resident else "")
