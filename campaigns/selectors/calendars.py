"""What calendars are told of a session, and of somebody's own registration for it."""

from datetime import datetime
from urllib.parse import urljoin
from uuid import uuid5

from django.conf import settings
from django.utils import timezone

from campaigns.models import Campaign, Registration, Session
from campaigns.rules.calendar_file import CANCELLED, CONFIRMED, TENTATIVE, Entry
from core import clock
from core.refusals import NotFound

# How far a registration has come: one that moved up or ended outdoes the file that was taken before.
STEPS = {
    Registration.State.WAITING: (0, TENTATIVE),
    Registration.State.CONFIRMED: (1, CONFIRMED),
    Registration.State.CANCELLED: (2, CANCELLED),
}


def public_session(session_id: int) -> Session:
    """One session of a campaign that is or was public, called off or not. Raises NotFound."""
    rows = Session.objects.select_related("campaign").exclude(campaign__state=Campaign.State.WITHDRAWN)
    session = rows.filter(pk=session_id).first()
    if session is None:
        raise NotFound("没有这一场活动，它可能已经撤下。")
    return session


def entry_of_session(session: Session, now: datetime | None = None) -> Entry:
    """A session, for everybody."""
    step, status = (1, CONFIRMED) if session.cancelled_at is None else (2, CANCELLED)
    return _entry(session, step, status, session.campaign.url, now or clock.now(), session.changed_at)


def entry_of_registration(row: Registration, now: datetime | None = None) -> Entry:
    """The same entry as somebody's own: tentative while they wait."""
    step, status = STEPS[Registration.State(row.state)]
    if row.session.cancelled_at is not None:
        step, status = STEPS[Registration.State.CANCELLED]
    moments = (row.session.changed_at, row.created_at, row.moved_up_at, row.ended_at)
    changed = max(moment for moment in moments if moment is not None)
    url = f"/me/campaigns/{row.pk}/"
    # Whoever registers again after cancelling has a new row, which outdoes the old one.
    earlier = Registration.objects.filter(
        session=row.session_id, resident=row.resident_id, number__lt=row.number
    ).count()
    return _entry(row.session, earlier * len(STEPS) + step, status, url, now or clock.now(), changed)


def _entry(
    session: Session, step: int, status: str, url: str, now: datetime, changed_at: datetime | None
) -> Entry:
    campaign = session.campaign
    words = [f"主办：{campaign.organiser_name}"]
    if session.accessibility:
        words.append(f"无障碍：{session.accessibility}")
    if campaign.contact:
        words.append(f"联系：{campaign.contact}")
    return Entry(
        uid=str(uuid5(campaign.key, str(session.key))),
        # Each change of the session outdoes every step of before.
        sequence=session.changes * len(STEPS) + step,
        status=status,
        title=f"{campaign.title} {session.name}".strip(),
        starts_at=timezone.localtime(session.starts_at),
        ends_at=timezone.localtime(session.ends_at),
        place=" ".join(part for part in (session.place, session.address) if part),
        words="\n".join(words),
        url=urljoin(settings.SITE_URL, url) if url else "",
        changed_at=changed_at or campaign.published_at,
        written_at=now,
    )
