"""The waiting list moves by itself: whoever is first in line has the next free seat."""

from datetime import datetime

from django.utils import timezone

from campaigns.models import Registration, Session
from campaigns.rules.words import moment_words
from campaigns.services.telling import notice_of, tell
from messaging.services import Notice


def move_up(*, session: Session, now: datetime) -> list[Registration]:
    """Give free seats to those who wait, strictly in order; whom. The caller holds the session's row.

    Somebody who wants more places than are free is not passed over: the order is the promise. Only a group
    that is larger than the session has become cannot be waited for; it is told when that happens.
    Nobody moves up once the session has begun.
    """
    moved: list[Registration] = []
    if session.cancelled_at is not None or now >= session.starts_at:
        return moved
    waiting = session.registrations.filter(state=Registration.State.WAITING).order_by("number")
    for row in waiting.select_related("resident").select_for_update(of=("self",)):
        left = session.seats_left
        if left is not None and row.places > left:
            if is_too_large(session, row):
                continue
            break
        row.state, row.moved_up_at = Registration.State.CONFIRMED, now
        row.save(update_fields=["state", "moved_up_at"])
        session.seats_taken += row.places
        moved.append(row)
    if moved:
        session.save(update_fields=["seats_taken"])
        tell(_notice(session, row) for row in moved)
    return moved


def is_too_large(session: Session, row: Registration) -> bool:
    """Whether so many people will never fit, whoever gives seats back."""
    return session.planned_capacity is not None and row.places > session.planned_capacity


def tell_too_large(*, session: Session, now: datetime) -> int:
    """Tell groups in line for which the session has become too small; in the caller's transaction."""
    waiting = session.registrations.filter(state=Registration.State.WAITING).select_related("resident")
    rows = [row for row in waiting if is_too_large(session, row)]
    return tell(
        notice_of(
            row,
            happened=f"too_large:{int(now.timestamp())}",
            title=f"名额变少了：{session.campaign.title}",
            body=f"“{session.campaign.title}”（{session.when}）的名额变少了，坐不下{row.places}个人。"
            "您还在候补里，请在“我的活动”里把人数改少，否则轮不到您；不来了也请取消。",
        )
        for row in rows
    )


def _notice(session: Session, row: Registration) -> Notice:
    until = moment_words(timezone.localtime(session.cancel_until))
    return notice_of(
        row,
        happened="moved_up",
        title=f"有名额了：{session.campaign.title}",
        body=f"您候补的“{session.campaign.title}”（{session.when}，{session.place}）已经有名额，为您保留了{row.places}个。"
        f"来不了的话，请在{until}前取消，让给后面的人。",
    )
