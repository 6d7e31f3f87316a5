"""Reminding everybody with a seat, a portion at a time; once for each time at which a session begins."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.models import Registration, Session
from campaigns.rules.reminders import LONGEST_AHEAD, due_reminder, near_words
from campaigns.rules.words import moment_words, quoted
from campaigns.services import portions
from campaigns.services.telling import notice_of, tell
from core import clock
from messaging.services import Notice

TASK = "campaigns.tasks.remind"


@transaction.atomic
def schedule_reminders(*, now: datetime | None = None) -> int:
    """Write a job for each session of which people should be reminded now; how many were new. Safe to repeat.

    Found when it is due and not planned at publication: a session that moves or is called off leaves no job
    behind, and one that moves has a job of its new time, because the beginning is part of the key.
    """
    now = now or clock.now()
    coming = Session.objects.filter(
        cancelled_at=None, starts_at__gt=now, starts_at__lte=now + LONGEST_AHEAD
    ).order_by("pk")
    due = [(row, which) for row in coming if (which := _due(row, now))]
    wanted = [_job(row.pk, which, row.starts_at) for row, which in due]
    return portions.enqueue_new(TASK, dict(wanted))


@transaction.atomic
def remind_portion(
    *, session_id: int, which: str, starts_at: datetime, after: int, now: datetime | None = None
) -> int:
    """Remind the next people in order of their numbers, and leave a job for the rest; how many were new.

    The session's row is held: one that was called off or moved before reminds nobody, one that is called off
    afterwards tells everybody so after this.
    """
    now = now or clock.now()
    held = Session.objects.select_for_update(of=("self",), no_key=True)
    session = held.select_related("campaign").get(pk=session_id)
    if session.cancelled_at is not None or session.starts_at != starts_at or now >= starts_at:
        return 0
    seats = session.registrations.filter(state=Registration.State.CONFIRMED, check_ins=None, number__gt=after)
    rows = list(seats.select_related("resident").order_by("number")[: portions.PORTION])
    if len(rows) == portions.PORTION:
        portions.enqueue_new(TASK, dict([_job(session_id, which, starts_at, rows[-1].number)]))
    return tell(_notice(session, row, which, now) for row in rows)


def _due(session: Session, now: datetime) -> str:
    return due_reminder(timezone.localtime(session.starts_at), timezone.localtime(now))


def _job(session_id: int, which: str, starts_at: datetime, after: int = 0) -> tuple[str, dict[str, Any]]:
    """The key of one portion, and what its job is told."""
    told = {"session_id": session_id, "which": which, "starts_at": starts_at.isoformat(), "after": after}
    return f"remind:{session_id}:{which}:{int(starts_at.timestamp())}:{after}", told


def _notice(session: Session, row: Registration, which: str, now: datetime) -> Notice:
    when = near_words(timezone.localtime(session.starts_at), timezone.localtime(now))
    campaign = session.campaign
    name = quoted(campaign.title)
    whose = f"您替{row.resident.display_name}报了" if row.resident.kept_by_id else "您报了"
    people = f"{row.places}个人" if row.places > 1 else "名"
    where = f"{session.place}（{session.address}）" if session.address else session.place
    parts = [f"{whose}{people}：{name}{session.when}，在{where}。"]
    if session.accessibility:
        parts.append(f"无障碍：{session.accessibility}。")
    if now < session.cancel_until:
        until = moment_words(timezone.localtime(session.cancel_until))
        parts.append(f"来不了的话，请在{until}前取消，让给后面的人。")
    elif campaign.contact:
        parts.append(f"来不了的话，请告诉主办方：{campaign.contact}。")
    return notice_of(
        row,
        happened=f"{which}:{int(session.starts_at.timestamp())}",
        title=f"{when}：{campaign.title}",
        body="".join(parts),
    )
