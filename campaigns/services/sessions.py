"""What befalls a session as a whole: it is cancelled, or it is at another time or place."""

from datetime import datetime

from django.db import transaction

from campaigns.models import STANDING, Campaign, Registration, Session
from campaigns.services.telling import notice_of, tell
from core import clock


@transaction.atomic
def cancel_session(*, session: Session, reason: str, now: datetime | None = None) -> int:
    """Call one session off and tell everybody who holds a seat or waits; how many registrations ended.

    Safe to repeat. Whoever came before keeps what it was worth.
    """
    now = now or clock.now()
    held = Session.objects.select_for_update().select_related("campaign").get(pk=session.pk)
    if held.cancelled_at is None:
        held.cancelled_at = held.changed_at = now
        held.changes += 1
    standing = held.registrations.filter(state__in=STANDING, check_ins=None)
    rows = list(standing.select_related("resident").order_by("number"))
    Registration.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=Registration.State.CANCELLED, ended_at=now, ended_by=Registration.EndedBy.ORGANISER
    )
    held.seats_taken = _taken(held)
    held.save(update_fields=["cancelled_at", "changed_at", "changes", "seats_taken"])
    title = f"活动取消：{held.campaign.title}"
    body = (
        f"很抱歉，“{held.campaign.title}”（{held.when}，{held.place}）取消了。原因：{reason}"
        "您不用再做什么，欢迎看看其他活动。"
    )
    tell(notice_of(row, happened="called_off", title=title, body=body) for row in rows)
    return len(rows)


@transaction.atomic
def cancel_campaign(*, campaign: Campaign, reason: str, now: datetime | None = None) -> Campaign:
    """Call a campaign off with all sessions that are not over; people are told why. Safe to repeat."""
    now = now or clock.now()
    held = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if held.state != Campaign.State.CANCELLED:
        held.state, held.cancel_reason = Campaign.State.CANCELLED, reason
        held.save(update_fields=["state", "cancel_reason"])
    for session in held.sessions.filter(ends_at__gt=now).order_by("pk"):
        cancel_session(session=session, reason=held.cancel_reason, now=now)
    return held


def tell_of_change(*, session: Session, now: datetime) -> int:
    """Tell everybody who holds a seat or waits where and when it is now; in the caller's transaction."""
    rows = session.registrations.filter(state__in=STANDING).select_related("resident")
    title = f"时间地点有变：{session.campaign.title}"
    body = (
        f"“{session.campaign.title}”现在是{session.when}，在{session.place}。"
        "来不了的话，请取消报名，让给后面的人。"
    )
    happened = f"moved:{int(now.timestamp())}"
    return tell(notice_of(row, happened=happened, title=title, body=body) for row in rows)


def _taken(session: Session) -> int:
    confirmed = session.registrations.filter(state=Registration.State.CONFIRMED)
    return sum(confirmed.values_list("places", flat=True))
