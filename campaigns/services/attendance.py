"""Somebody came: one row, what it is worth, and nothing twice; and taking it back."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.services.household_rows import lock_household
from accounts.services.rows import lock_user
from campaigns.models import Certificate, CheckIn, Session
from campaigns.refusals.check_in import CheckInRefused, NonceReused
from campaigns.selectors.attendance import closed_because, session_with_campaign
from campaigns.services.attendance_points import pay
from campaigns.services.seats_at_the_door import seat_of
from campaigns.services.telling import notice_of, tell
from campaigns.signals import checked_in
from carbon_points.models import ActionLog
from carbon_points.services.logs import reverse_log
from core import clock
from core.refusals import NotFound

Way = CheckIn.Way


@dataclass(frozen=True, slots=True)
class Attendance:
    """What became of one scan. `is_new`: it was entered now; `is_same`: this very scan was entered before."""

    check_in: CheckIn
    is_new: bool = False
    is_same: bool = False


@transaction.atomic
def check_in(
    *,
    session_id: int,
    resident: User,
    way: str,
    nonce: UUID,
    seen_at: datetime,
    by: User | None = None,
    now: datetime | None = None,
) -> Attendance:
    """Enter that a resident came, and record the campaign's action for it. Raises a Refused.

    The same nonce gives back the first row. Another one for somebody who is there already gives back that
    row too, and nothing changes. A log that is refused never refuses the attendance: the row says why.
    """
    now = now or clock.now()
    session = session_with_campaign(session_id)
    resident = _hold(session, resident)
    if earlier := same_scan(nonce, session=session, resident=resident):
        return Attendance(earlier, is_same=True)
    if standing := CheckIn.objects.filter(session=session, resident=resident, taken_back_at=None).first():
        return Attendance(standing)
    if sentence := _refusal(session, resident, by, seen_at, now):
        raise CheckInRefused(sentence)
    row = CheckIn(
        session=session,
        resident=resident,
        way=way,
        nonce=nonce,
        seen_at=seen_at.astimezone(UTC),
        received_at=now,
        by=by,
    )
    row.registration = seat_of(session=session, resident=resident, way=way, by=by, nonce=nonce, now=now)
    row.places = row.registration.places if row.registration else 1
    row.log, row.no_points_because = pay(row=row, now=now)
    return Attendance(enter(row), is_new=True)


def enter(row: CheckIn) -> CheckIn:
    """Write a row, in the caller's transaction. Raises NonceReused when its nonce names another scan."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        if not CheckIn.objects.filter(nonce=row.nonce).exists():
            raise
        raise NonceReused("这个码已经用过了，请重新扫码。") from None
    announce(row)
    return row


def same_scan(nonce: UUID, *, session: Session, resident: User | None) -> CheckIn | None:
    """What this very scan was entered as. Raises NonceReused when it was of somebody or something else."""
    row = CheckIn.objects.select_related("log").filter(nonce=nonce).first()
    if row is None:
        return None
    if (row.session_id, row.resident_id) != (session.pk, resident.pk if resident else None):
        raise NonceReused("这个码已经用过了，请重新扫码。")
    return row


@transaction.atomic
def take_back(*, check_in: CheckIn, by: User, reason: str, now: datetime | None = None) -> CheckIn:
    """Take an attendance back because it was a mistake: its log is reversed, its certificate is void.

    Taken back twice, the first reason stays. Points that were spent since are written off.
    """
    now = now or clock.now()
    if not reason.strip():
        raise CheckInRefused("请写明撤回的原因，本人看得到。", status=422)
    if check_in.resident is not None:
        _hold(check_in.session, check_in.resident)
    row = (
        CheckIn.objects.select_for_update(of=("self",))
        .select_related("session__campaign", "log", "registration__resident")
        .get(pk=check_in.pk)
    )
    if row.taken_back_at is not None:
        return row
    if row.log is not None and not ActionLog.objects.filter(reverses=row.log).exists():
        reverse_log(log=row.log, cause=ActionLog.Cause.REVIEW, now=now)
    row.taken_back_at, row.taken_back_by, row.take_back_reason = now, by, reason.strip()
    row.save(update_fields=["taken_back_at", "taken_back_by", "take_back_reason"])
    Certificate.objects.filter(check_in=row, revoked_at=None).update(revoked_at=now)
    _tell(row)
    announce(row)
    return row


def _tell(row: CheckIn) -> None:
    """Whoever has an inbox, or keeps the person, learns why."""
    if row.registration is None:
        return
    campaign = row.session.campaign
    happened = f"taken_back:{row.pk}"
    body = (
        f"主办方撤回了“{campaign.title}”（{row.session.when}）的签到，这次得到的积分也收回了。"
        f"原因：{row.take_back_reason}\n如果不对，请联系主办方{campaign.contact}，可以重新签到。"
    )
    tell([notice_of(row.registration, happened=happened, title=f"签到已撤回：{campaign.title}", body=body)])


def announce(row: CheckIn) -> None:
    """Tell who listens, after the commit."""
    transaction.on_commit(
        partial(
            checked_in.send_robust,
            sender=CheckIn,
            campaign_id=row.session.campaign_id,
            session_id=row.session_id,
            check_in_id=row.pk,
            places=-row.places if row.taken_back_at else row.places,
        )
    )


def _hold(session: Session, resident: User) -> User:
    """Lock order: household, person, session, registration, accounts."""
    action = session.campaign.action
    if action is not None and action.is_shared:
        lock_household(resident)
    held = lock_user(resident)
    if held.erased_at is not None:
        raise NotFound("这个账号已经注销，不能签到。")
    return held


def _refusal(session: Session, resident: User, by: User | None, seen_at: datetime, now: datetime) -> str:
    if not resident.is_active:
        return "这个账号已停用，不能签到；请联系客服。"
    if by is not None and by.pk in {resident.pk, resident.kept_by_id}:
        return "自己和自己的家人，请扫现场屏幕签到，或请另一位工作人员登记。"
    return closed_because(session, seen_at=seen_at, now=now)
