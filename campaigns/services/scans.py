"""What staff's scanners saw: one code or a batch that waited for the network."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from accounts.models import User
from campaigns.models import CheckIn, Registration, Session
from campaigns.refusals.check_in import CodeRefused
from campaigns.rules import codes
from campaigns.selectors.attendance import secret_of, session_to_run
from campaigns.services.attendance import Attendance, check_in
from carbon_points import tickets
from core import clock
from core.refusals import NotFound, Refused

TICKET = "campaign_own_code"

OLD = "这个码扫到时已经旧了（截图不能用），请本人打开“我的活动”，再扫一次。"
UNKNOWN = "读不出这个码，请扫本人“我的活动”里的签到码，或输入号码和六位数字。"
OTHER_SESSION = "这个码是另一场的，请核对场次。"


@dataclass(frozen=True, slots=True)
class Scan:
    """One code, when the device saw it, and the number that the device gave to this scan."""

    nonce: UUID
    code: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one scan: an attendance, or the refusal."""

    scan: Scan
    attendance: Attendance | None
    refusal: Refused | None


def take_scan(*, by: User, session_id: int, scan: Scan, now: datetime | None = None) -> Attendance:
    """Enter whom a scanner saw, for staff of the campaign. The same scan enters once. Raises a Refused."""
    now = now or clock.now()
    session = session_to_run(by, session_id)
    return _take(by, session, scan, now)


def take_scans(
    *, by: User, session_id: int, scans: Sequence[Scan], now: datetime | None = None
) -> list[Answer]:
    """The same for a batch, each scan in a transaction of its own and with its own answer, in their order.

    Cut off half-way, the batch is sent again: what was entered before is answered as before.
    """
    now = now or clock.now()
    session = session_to_run(by, session_id)
    answers = []
    for scan in scans:
        try:
            answers.append(Answer(scan, _take(by, session, scan, now), None))
        except Refused as refused:
            answers.append(Answer(scan, None, refused))
    return answers


def seen_registration(
    user: User, registration_id: int, token: str, now: datetime
) -> tuple[Registration, str] | None:
    """Whose code staff have before their camera, and a ticket for it (empty for an old one).

    None for whoever opens a code of their own. NotFound for anybody else.
    """
    row = Registration.objects.select_related("resident").filter(pk=registration_id).first()
    if row is None:
        raise NotFound(UNKNOWN)
    if user.pk in {row.resident_id, row.resident.kept_by_id}:
        return None
    session = session_to_run(user, row.session_id)
    row.session = session
    if not codes.is_fresh_own(secret_of(session), row.pk, token, now):
        return row, ""
    return row, tickets.issue(place_id=row.pk, now=now, of=TICKET)


def take_seen(*, by: User, registration_id: int, ticket: str, now: datetime | None = None) -> Attendance:
    """Enter whom staff had before their camera when the ticket was made. The same ticket enters once."""
    now = now or clock.now()
    row = Registration.objects.select_related("resident").filter(pk=registration_id).first()
    if row is None:
        raise NotFound(UNKNOWN)
    session = session_to_run(by, row.session_id)
    shown = tickets.read(ticket, place_id=registration_id, now=now, of=TICKET)
    return check_in(
        session_id=session.pk,
        resident=row.resident,
        way=CheckIn.Way.SCANNER,
        nonce=uuid5(NAMESPACE_URL, f"campaign-own-code:{shown.number}"),
        seen_at=min(shown.issued_at, now),
        by=by,
        now=now,
    )


def session_of_code(code: str) -> int:
    """The session of a code of somebody's own. Raises CodeRefused for anything else."""
    read = codes.read(code)
    rows = Registration.objects.filter(pk=read.registration_id if isinstance(read, codes.OwnCode) else 0)
    session_id = rows.values_list("session_id", flat=True).first()
    if session_id is None:
        raise CodeRefused(UNKNOWN)
    return session_id


def _take(by: User, session: Session, scan: Scan, now: datetime) -> Attendance:
    known = CheckIn.objects.select_related("log", "registration", "resident").filter(nonce=scan.nonce)
    # Whose it was is settled: the code is not asked again.
    if (row := known.filter(session=session).first()) is not None:
        return Attendance(row, is_same=True)
    registration = _registration_behind(session, scan)
    return check_in(
        session_id=session.pk,
        resident=registration.resident,
        way=CheckIn.Way.SCANNER,
        nonce=scan.nonce,
        seen_at=scan.seen_at,
        by=by,
        now=now,
    )


def _registration_behind(session: Session, scan: Scan) -> Registration:
    """Whose code it is, if it was fresh when it was seen."""
    code = codes.read(scan.code)
    rows = Registration.objects.select_related("resident")
    secret = secret_of(session)
    if isinstance(code, codes.ScreenCode):
        raise CodeRefused("这是现场屏幕上的码，请居民用自己的手机扫它。")
    if isinstance(code, codes.OwnCode):
        row = rows.filter(pk=code.registration_id).first()
        if row is not None and row.session_id != session.pk:
            raise CodeRefused(OTHER_SESSION)
        fresh = row is not None and codes.is_fresh_own(secret, row.pk, code.token, scan.seen_at)
    elif isinstance(code, codes.SpokenCode):
        row = rows.filter(session=session, number=code.number).first()
        fresh = row is not None and codes.is_fresh_spoken(secret, row.pk, code.digits, scan.seen_at)
    else:
        raise CodeRefused(UNKNOWN)
    if row is None or not fresh:
        raise CodeRefused(OLD)
    return row
