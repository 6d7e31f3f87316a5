"""The waiting list moves by itself: whoever is first in line has the next free seat."""

from datetime import datetime

from django.utils import timezone

from campaigns.models import Registration, Session
from campaigns.rules.words import moment_words
from campaigns.services.telling import notice_of, tell
from messaging.services import Notice


def move_up(*, session: Session, now: datetime) -> list[Registration]:
    """Give free seats to those who wait, strictly in order; whom. The caller holds the session's row.

    Somebody who wants more places than are free is not passed over: the order is the promise.
    Nobody moves up once the session has begun.
    """
    moved: list[Registration] = []
    if session.cancelled_at is not None or now >= session.starts_at:
        return moved
    waiting = session.registrations.filter(state=Registration.State.WAITING).order_by("number")
    for row in waiting.select_related("resident").select_for_update(of=("self",)):
        left = session.seats_left
        if left is not None and row.places > left:
            break
        row.state, row.moved_up_at = Registration.State.CONFIRMED, now
        row.save(update_fields=["state", "moved_up_at"])
        session.seats_taken += row.places
        moved.append(row)
    if moved:
        session.save(update_fields=["seats_taken"])
        tell(_notice(session, row) for row in moved)
    return moved


def _notice(session: Session, row: Registration) -> Notice:
    until = moment_words(timezone.localtime(session.cancel_until))
    return notice_of(
        row,
        happened="moved_up",
        title=f"有名额了：{session.campaign.title}",
        body=f"您候补的“{session.campaign.title}”（{session.when}，{session.place}）已经有名额，为您保留了{row.places}个。"
        f"来不了的话，请在{until}前取消，让给后面的人。",
    )
