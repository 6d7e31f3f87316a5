"""Sessions at the door: whether they take anybody, what their screen shows, how many came."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.sealing import unseal
from campaigns.models import Campaign, CheckIn, Registration, Session
from campaigns.rules import codes
from campaigns.selectors.numbers import people_in
from campaigns.selectors.people import may_run
from carbon_points.rules.rotating import STEP_SECONDS
from core.clock import midnight, next_midnight
from core.refusals import NotFound

NO_SESSION = "没有找到这一场，请确认扫的是本站的码，或请现场的工作人员看一看。"


@dataclass(frozen=True, slots=True)
class DoorScreen:
    """What the hall's screen shows. `third` is the part of the 30 seconds (0 to 2)."""

    session: Session
    refusal: str
    address: str
    third: int
    people: int


@dataclass(frozen=True, slots=True)
class DoorCode:
    """What somebody who registered shows: the address for the code, and the same to be said aloud."""

    registration: Registration
    refusal: str
    # Their standing attendance, if they have come in already.
    came: CheckIn | None
    address: str
    number: int
    digits: str


def session_with_campaign(session_id: int) -> Session:
    """A session with its campaign and the campaign's action. NotFound without one. One query."""
    rows = Session.objects.select_related("campaign__action", "campaign__organisation")
    session = rows.filter(pk=session_id).first()
    if session is None:
        raise NotFound(NO_SESSION)
    return session


def session_to_run(user: User, session_id: int, campaign_id: int | None = None) -> Session:
    """The same for whoever may run its campaign. NotFound for anybody else."""
    session = session_with_campaign(session_id)
    if campaign_id not in {None, session.campaign_id} or not may_run(user, session.campaign):
        raise NotFound("没有找到这一场活动，或者您不是它的工作人员。")
    return session


def closed_because(session: Session, *, seen_at: datetime, now: datetime) -> str:
    """Why nobody can have come at that moment, as a sentence; empty when people can."""
    if session.cancelled_at is not None or session.campaign.state == Campaign.State.CANCELLED:
        return "这一场已经取消，不用签到了。"
    return codes.may_be_seen_at(
        seen_at,
        opens=midnight(timezone.localdate(session.starts_at)),
        ends=next_midnight(timezone.localdate(session.ends_at)),
        now=now,
    )


def secret_of(session: Session) -> bytes:
    """The key of a session's codes."""
    return unseal(session.secret_sealed).encode()


def people_there(session: Session) -> int:
    """How many people came, with those whom they brought. One query."""
    return people_in(CheckIn.objects.filter(session=session, taken_back_at=None))


def door_screen(session: Session, now: datetime) -> DoorScreen:
    """What the screen shows now. One query."""
    token = codes.screen_token(secret_of(session), session.pk, now)
    return DoorScreen(
        session=session,
        refusal=closed_because(session, seen_at=now, now=now),
        address=_whole(reverse("campaigns:come-scanned", args=[session.pk, token])),
        third=int(now.timestamp() % STEP_SECONDS // 10),
        people=people_there(session),
    )


def door_code(user: User, registration_id: int, now: datetime) -> DoorCode:
    """The code of one's own registration, or of somebody whom one keeps. NotFound for others. Two queries."""
    rows = Registration.objects.select_related("session__campaign", "resident")
    row = rows.filter(pk=registration_id).first()
    if row is None or user.pk not in {row.resident_id, row.resident.kept_by_id}:
        raise NotFound("没有找到这次报名，请回到“我的活动”里重新打开。")
    secret = secret_of(row.session)
    token = codes.own_token(secret, row.pk, now)
    return DoorCode(
        registration=row,
        refusal=_no_code_because(row, now),
        came=row.check_ins.filter(taken_back_at=None).first(),
        address=_whole(reverse("campaigns:come-ticket", args=[row.pk, token])),
        number=row.number,
        digits=codes.own_digits(secret, row.pk, now),
    )


def _no_code_because(row: Registration, now: datetime) -> str:
    if row.state == Registration.State.CANCELLED:
        return "这次报名已经取消。"
    return closed_because(row.session, seen_at=now, now=now)


def _whole(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
