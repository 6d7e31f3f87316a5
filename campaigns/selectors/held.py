"""How many sessions were held and how many came, for the indicators.

The counts are exact; whoever publishes them hides those under ten.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from campaigns.models import Campaign, CheckIn, Session
from core import clock


@dataclass(frozen=True, slots=True)
class Held:
    """Sessions, and visits: somebody who came twice counts twice, and those whom they brought count too."""

    sessions: int
    visits: int


def held_sessions(first: date, last: date) -> "QuerySet[Session]":
    """Sessions that began on these days and are over, without those that were called off."""
    return Session.objects.filter(
        starts_at__gte=clock.midnight(first),
        starts_at__lt=clock.next_midnight(last),
        ends_at__lte=clock.now(),
        cancelled_at=None,
    ).exclude(campaign__state=Campaign.State.CANCELLED)


def held_by_month(first: date, last: date) -> dict[date, dict[str, Held]]:
    """Sessions by month and by the theme day of their campaign; under "" those of none. Two queries."""
    sessions = held_sessions(first, last)
    counted = (
        sessions.order_by()
        .annotate(month=TruncMonth("starts_at"))
        .values_list("month", "campaign__theme_day")
        .annotate(number=Count("pk"))
    )
    came = (
        CheckIn.objects.filter(session__in=sessions, taken_back_at=None)
        .order_by()
        .annotate(month=TruncMonth("session__starts_at"))
        .values_list("month", "session__campaign__theme_day")
        .annotate(people=Sum("places"))
    )
    visits = {(month, theme_day): people for month, theme_day, people in came}
    found: dict[date, dict[str, Held]] = {}
    for month, theme_day, number in counted:
        days = found.setdefault(timezone.localdate(month), {})
        days[theme_day] = Held(number, visits.get((month, theme_day), 0))
    return found


def running_organisers(first: date, last: date) -> Q:
    """Organisations that held a session on these days, or whose online campaign ran: a condition on them."""
    online = Campaign.objects.filter(starts_on__lte=last, ends_on__gte=first).exclude(
        Q(kind=Campaign.Kind.EVENT) | Q(state=Campaign.State.CANCELLED)
    )
    held = held_sessions(first, last).values("campaign__organisation")
    return Q(pk__in=held) | Q(pk__in=online.values("organisation"))
