"""After a session: thanks to those who came, and a kind word to those who did not."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.models import CheckIn, Registration, Session
from campaigns.rules.registration import NO_SHOW_RULE
from campaigns.rules.reminders import AFTER, LATEST_AFTER, MISSED, THANKS, due_after
from campaigns.rules.words import quoted
from campaigns.selectors.arrivals import not_there
from campaigns.services import portions
from campaigns.services.telling import notice_of, tell
from core import clock
from messaging.models import Message
from messaging.services import Notice

TASK = "campaigns.tasks.speak_afterwards"


@transaction.atomic
def schedule_aftermath(*, now: datetime | None = None) -> int:
    """Write a job for each session that is over and about which people should hear now; how many were new."""
    now = now or clock.now()
    over = Session.objects.filter(
        cancelled_at=None, ends_at__gt=now - LATEST_AFTER, ends_at__lte=now - min(AFTER.values())
    )
    wanted = [
        _job(row.pk, which)
        for row in over.order_by("pk")
        for which in due_after(timezone.localtime(row.ends_at), timezone.localtime(now))
    ]
    return portions.enqueue_new(TASK, dict(wanted))


@transaction.atomic
def speak_to_portion(*, session_id: int, which: str, after: int) -> int:
    """Write to the next people, and leave a job for the rest; how many were new."""
    session = Session.objects.select_related("campaign").get(pk=session_id)
    if session.cancelled_at is not None:
        return 0
    notices, last = (_missed if which == MISSED else _thanks)(session, after)
    if len(notices) == portions.PORTION:
        portions.enqueue_new(TASK, dict([_job(session_id, which, last)]))
    return tell(notices)


def _job(session_id: int, which: str, after: int = 0) -> tuple[str, dict[str, Any]]:
    """The key of one portion, and what its job is told."""
    told = {"session_id": session_id, "which": which, "after": after}
    return f"afterwards:{session_id}:{which}:{after}", told


def _thanks(session: Session, after: int) -> tuple[list[Notice], int]:
    came = session.check_ins.filter(taken_back_at=None, resident__isnull=False, pk__gt=after)
    rows = list(came.select_related("registration__resident", "resident").order_by("pk")[: portions.PORTION])
    return [_thank(session, row) for row in rows], rows[-1].pk if rows else after


def _thank(session: Session, row: CheckIn) -> Notice:
    """With a registration it leads to the form that asks how it was; without one, to the campaign."""
    campaign = session.campaign
    title = f"谢谢您来了：{campaign.title}"
    body = f"谢谢您参加{quoted(campaign.title)}（{session.when}，{session.place}）。"
    if row.registration is not None:
        body += "花半分钟告诉主办方办得怎么样，下次会办得更好。"
        notice = notice_of(row.registration, happened=THANKS, title=title, body=body)
        return replace(notice, url=f"/me/campaigns/{row.registration_id}/feedback/")
    assert row.resident is not None
    return Notice(
        user_id=row.resident.kept_by_id or row.resident.pk,
        kind=Message.Kind.CAMPAIGN,
        title=title,
        body=body,
        url=campaign.url,
        key=f"check_in:{row.pk}:{THANKS}",
    )


def _missed(session: Session, after: int) -> tuple[list[Notice], int]:
    """Nobody, where nobody at all was checked in: then it was not the people who were missing."""
    if not session.check_ins.filter(taken_back_at=None).exists():
        return [], after
    absent = not_there(session, Registration.State.CONFIRMED).filter(number__gt=after)
    rows = list(absent.select_related("resident").order_by("number")[: portions.PORTION])
    return [_miss(session, row) for row in rows], rows[-1].number if rows else after


def _miss(session: Session, row: Registration) -> Notice:
    campaign = session.campaign
    contact = f"（{campaign.contact}）" if campaign.contact else ""
    body = (
        f"{quoted(campaign.title)}（{session.when}）没有您的签到记录。谁都有临时走不开的时候，不要紧。"
        f"{NO_SHOW_RULE}如果您其实到了，请告诉主办方{contact}，可以补登记。"
    )
    return notice_of(row, happened=MISSED, title=f"没见到您：{campaign.title}", body=body)
