"""A session as the rules of registration see it."""

from django.utils import timezone

from campaigns.models import Campaign, Registration, Session
from campaigns.rules.registration import Asked, Door


def door_of(session: Session) -> Door:
    """One query: whether somebody waits. The session comes with its campaign."""
    waiting = session.registrations.filter(state=Registration.State.WAITING)
    if session.planned_capacity is not None:
        # A group for which the session has become too small keeps nobody waiting.
        waiting = waiting.filter(places__lte=session.planned_capacity)
    state = session.campaign.state
    return Door(
        is_called_off=session.cancelled_at is not None or state == Campaign.State.CANCELLED,
        is_public=state == Campaign.State.OPEN,
        opens_at=timezone.localtime(session.opens_at) if session.opens_at else None,
        closes_at=session.closes_at,
        starts_at=session.starts_at,
        cancel_until=session.cancel_until,
        capacity=session.capacity,
        seats_taken=session.seats_taken,
        somebody_waits=waiting.exists(),
        most_places=session.most_together,
        has_waiting_list=session.has_waiting_list,
    )


def questions_of(campaign: Campaign) -> list[Asked]:
    """What is asked now, in order."""
    rows = campaign.questions.filter(is_retired=False)
    return [Asked(row.key, row.text, row.lines, row.is_required) for row in rows]
