"""Somebody takes a seat or a place in line, and gives it back."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Consent, User
from accounts.services.consents import record_consent
from accounts.services.rows import lock_user
from accounts.texts import campaign_notice
from campaigns.models import STANDING, Pause, Registration, Session
from campaigns.refusals.registration import (
    AlreadyRegistered,
    NameRefused,
    PhoneMissing,
    PlacesRefused,
    RegistrationOver,
    TooLateToCancel,
)
from campaigns.rules import registration as rules
from campaigns.selectors.doors import door_of, questions_of
from campaigns.services.telling import notice_of, tell
from campaigns.services.waiting_list import move_up
from carbon_points.refusals import KeyReused
from carbon_points.rules.keys import check_key
from core import clock
from core.refusals import NotFound
from core.text import clean

State = Registration.State
LONGEST_NAME = 40
# How the detail of a consent begins.
_DETAIL = "campaign:"


@transaction.atomic
def register(
    *,
    resident: User,
    session_id: int,
    request_key: str,
    places: int = 1,
    name: str = "",
    answers: Mapping[str, str] | None = None,
    wants_sms: bool = False,
    by: User | None = None,
    channel: str = Consent.Channel.WEB,
    now: datetime | None = None,
) -> Registration:
    """Give somebody seats, or the next place in line. The same request_key gives back the first registration.

    `by` is who registers in the person's place: whoever keeps them. Registering agrees that the organiser
    uses the name, the answers and, where it is asked for, the phone number for this campaign alone.
    Raises a Refused, and then nothing has changed.
    """
    now = now or clock.now()
    check_key(request_key)
    resident = lock_user(resident)
    session = lock_session(session_id)
    asked = _fingerprint(session_id, places, name, answers or {}, wants_sms)
    if earlier := _same_request(resident, session_id, request_key, asked):
        return earlier
    row = Registration(
        session=session,
        resident=resident,
        registered_by=by or resident,
        state=_admitted(session, resident, places, now),
        number=session.last_number + 1,
        places=places,
        name=_name(name, resident),
        phone_sealed=_phone(session, by or resident),
        answers=rules.read_answers(questions_of(session.campaign), answers or {}),
        wants_sms=wants_sms,
        request_key=request_key,
        request_sha256=asked,
        created_at=now,
    )
    _seat(row)
    agree(row, by, channel)
    return row


@transaction.atomic
def cancel(*, registration: Registration, now: datetime | None = None) -> Registration:
    """Give a seat or a place in line back; whoever is first in line moves up. Twice, it changes nothing more.

    Raises TooLateToCancel after the deadline of the session.
    """
    now = now or clock.now()
    lock_user(registration.resident)
    session, row = _hold(registration)
    if row.state == State.CANCELLED:
        return row
    if _is_inside(row):
        raise TooLateToCancel("您已经签到了，不用取消；要提前离开也没关系。")
    rules.check_cancel(door_of(session), row.state, now)
    return end(session, row, Registration.EndedBy.SELF, now)


@transaction.atomic
def cancel_for(
    *, registration: Registration, by: User, reason: str, now: datetime | None = None
) -> Registration:
    """The organiser takes somebody out and says why, before the session is over. Raises RegistrationOver.

    The row keeps who did it and why, until the person's own words are forgotten.
    """
    now = now or clock.now()
    lock_user(registration.resident)
    session, row = _hold(registration)
    if row.state == State.CANCELLED or now >= session.ends_at or _is_inside(row):
        raise RegistrationOver("这条报名已经结束，不能再取消。")
    if not reason.strip():
        raise RegistrationOver("请写明原因，本人会收到。", status=422)
    row.taken_out_by, row.taken_out_because = by, reason.strip()
    row.save(update_fields=["taken_out_by", "taken_out_because"])
    ended = end(session, row, Registration.EndedBy.ORGANISER, now)
    title = f"报名已取消：{session.campaign.title}"
    body = f"主办方取消了您{session.when}的报名。原因：{reason.strip()}有疑问请联系主办方。"
    tell([notice_of(row, happened="taken_out", title=title, body=body)])
    return ended


@transaction.atomic
def bring_fewer(*, registration: Registration, places: int, now: datetime | None = None) -> Registration:
    """Come with fewer people; the seats go to those who wait. Raises PlacesRefused, or TooLateToCancel."""
    now = now or clock.now()
    lock_user(registration.resident)
    session, row = _hold(registration)
    if row.state == State.CANCELLED:
        raise RegistrationOver("这条报名已经取消，请重新报名。")
    if _is_inside(row):
        raise TooLateToCancel("您已经签到了，人数不用再改。")
    rules.check_cancel(door_of(session), row.state, now)
    if not 1 <= places <= row.places:
        raise PlacesRefused(f"人数只能减少，请写1到{row.places}；要加人请取消后重新报名。")
    if row.state == State.CONFIRMED:
        session.give_back(row.places - places)
        session.save(update_fields=["seats_taken", "capacity"])
    row.places = places
    row.save(update_fields=["places"])
    move_up(session=session, now=now)
    row.refresh_from_db()
    return row


@transaction.atomic
def want_sms(*, registration: Registration, wants_sms: bool) -> None:
    """Be reminded by text message, or no longer."""
    Registration.objects.filter(pk=registration.pk).update(wants_sms=wants_sms)


def lock_session(session_id: int) -> Session:
    """The session as it is now, held, with its campaign. Raises NotFound."""
    rows = Session.objects.select_related("campaign").select_for_update(of=("self",))
    session = rows.filter(pk=session_id).first()
    if session is None:
        raise NotFound("没有这一场活动，它可能已经撤下。")
    return session


def end(session: Session, row: Registration, ended_by: str, now: datetime) -> Registration:
    """End one that stands, and let the line move. The caller holds the rows of person and session."""
    if row.state == State.CONFIRMED:
        session.give_back(row.places)
        session.save(update_fields=["seats_taken", "capacity"])
    row.state, row.ended_at, row.ended_by = State.CANCELLED, now, ended_by
    row.save(update_fields=["state", "ended_at", "ended_by"])
    move_up(session=session, now=now)
    return row


def _hold(registration: Registration) -> tuple[Session, Registration]:
    session = lock_session(registration.session_id)
    return session, Registration.objects.select_related("resident").get(pk=registration.pk)


def _is_inside(row: Registration) -> bool:
    return row.check_ins.filter(taken_back_at=None).exists()


def _fingerprint(session_id: int, places: int, name: str, answers: Mapping[str, str], wants_sms: bool) -> str:
    """SHA-256 of what is asked for; what the person changes afterwards is no other request."""
    asked = [session_id, places, name, sorted(answers.items()), wants_sms]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def _same_request(
    resident: User, session_id: int, request_key: str, asked_sha256: str
) -> Registration | None:
    """What the key was used for. Raises KeyReused when that was another registration."""
    earlier = Registration.objects.filter(resident=resident, request_key=request_key).first()
    if earlier is None:
        return None
    is_same = earlier.request_sha256 in {asked_sha256, ""}
    if earlier.session_id != session_id or not is_same:
        raise KeyReused("这个请求标识已经用于另一次报名，请换一个标识再提交。")
    return earlier


def _admitted(session: Session, resident: User, places: int, now: datetime) -> str:
    """A seat or a place in line, for somebody who may have one."""
    door = door_of(session)
    rules.check_open(door, now)
    rules.check_places(door, places)
    _check_person(resident, session, now)
    return rules.state_for(door, places)


def _seat(row: Registration) -> None:
    """The row, and the numbers of the session that it moves."""
    session = row.session
    row.save(force_insert=True)
    session.last_number = row.number
    session.seats_taken += row.places if row.state == State.CONFIRMED else 0
    session.save(update_fields=["last_number", "seats_taken"])


def _check_person(resident: User, session: Session, now: datetime) -> None:
    if not resident.is_active:
        raise AlreadyRegistered("这个账号已停用，不能报名。")
    if session.registrations.filter(resident=resident, state__in=STANDING).exists():
        raise AlreadyRegistered("已经报过这一场了，在“我的活动”里可以查看或取消。")
    standing = Registration.objects.filter(resident=resident, state__in=STANDING)
    open_now = standing.filter(session__ends_at__gt=now, session__cancelled_at=None).count()
    pause = Pause.objects.filter(resident=resident, until__gte=timezone.localdate(now), lifted_at=None)
    rules.check_person(open_now, is_paused=pause.exists())


def _name(typed: str, resident: User) -> str:
    name = " ".join(clean(typed).split()) or resident.display_name
    if len(name) > LONGEST_NAME:
        raise NameRefused(f"称呼请不超过{LONGEST_NAME}个字。")
    return name


def _phone(session: Session, owner: User) -> str:
    if not session.campaign.asks_phone:
        return ""
    if not owner.phone_sealed:
        raise PhoneMissing("这个活动的主办方需要打电话联系，请用手机号登录后再报名。")
    return owner.phone_sealed


def agree(row: Registration, by: User | None, channel: str = Consent.Channel.WEB) -> None:
    """Note that the person agrees to the organiser's use of what was told."""
    campaign = row.session.campaign
    record_consent(
        user=row.resident,
        notice=campaign_notice(),
        channel=channel,
        purpose=Consent.Purpose.CAMPAIGN,
        detail=f"{_DETAIL}{campaign.pk}/{campaign.organiser_name}"[:80],
        given_by=by if by is not None and by.pk != row.resident_id else None,
        document="campaign",
    )


def campaign_of_consent(detail: str) -> int | None:
    """The campaign that a consent is about; None when its detail is not of ours."""
    number = detail.removeprefix(_DETAIL).partition("/")[0]
    return int(number) if detail.startswith(_DETAIL) and number.isdecimal() else None
