"""Manual grants: the queue and history for staff, the monthly list for everybody."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from accounts.models import User
from carbon_points.models import Grant
from carbon_points.rules.periods import month_of
from carbon_points.rules.quantities import day_of
from core.clock import midnight, next_midnight
from core.refusals import NotFound


@dataclass(frozen=True, slots=True)
class GrantMonth:
    """What was granted by hand in a month; `month` is its first day."""

    month: date
    count: int
    points: int


def granted_in_month(resident: User, day: date) -> int:
    """Points granted to a resident in the calendar month around `day`."""
    rows = approved_in(month_of(day)[0]).filter(resident=resident)
    return rows.aggregate(sum=Sum("points"))["sum"] or 0


def approved_in(month: date) -> QuerySet[Grant]:
    """Grants approved in a month of the city, named by its first day; the latest first."""
    first, last = month_of(month)
    return Grant.objects.filter(
        state=Grant.State.APPROVED, decided_at__gte=midnight(first), decided_at__lt=next_midnight(last)
    ).order_by("-decided_at", "-pk")


def month_named(text: str) -> date:
    """The first day of a month written 2026-11; NotFound for anything else."""
    day = day_of(f"{text}-01")
    # Years around which a day has a moment before and after it, in every time zone.
    if day is None or not 2000 <= day.year <= 9000:
        raise NotFound("没有这个月份，请从月份列表里选择。")
    return day


def grant_months() -> list[GrantMonth]:
    """All months with a grant, the latest first. One query."""
    rows = (
        Grant.objects.filter(state=Grant.State.APPROVED)
        .order_by()
        .values(month=TruncMonth("decided_at", tzinfo=timezone.get_default_timezone()))
        .annotate(count=Count("pk"), sum=Sum("points"))
        .order_by("-month")
    )
    return [GrantMonth(row["month"].date(), row["count"], row["sum"]) for row in rows]


def month_total(month: date) -> GrantMonth:
    """Count and sum of one month; zeros without a grant. One query."""
    found = approved_in(month).order_by().aggregate(count=Count("pk"), sum=Sum("points"))
    return GrantMonth(month, found["count"], found["sum"] or 0)


def staff_grants(state: str = "") -> QuerySet[Grant]:
    """Requests for the screens of staff: all, or those in one state; the latest first."""
    rows = Grant.objects.select_related("resident", "requested_by", "decided_by").order_by("-pk")
    return rows.filter(state=state) if state in Grant.State.values else rows


def staff_grant(grant_id: int) -> Grant:
    """One request with the people in it; NotFound when there is none."""
    grant = staff_grants().filter(pk=grant_id).first()
    if grant is None:
        raise NotFound("没有找到这条申请，请从列表里选择。")
    return grant


def resident_named(resident_id: int) -> User:
    """A resident by number, with the township; NotFound when there is none."""
    resident = User.objects.select_related("area").filter(pk=resident_id).first()
    if resident is None:
        raise NotFound("没有找到这位居民，请重新查找。")
    return resident


def public_row(grant: Grant) -> dict[str, Any]:
    """What everybody may see of a grant: never who got it."""
    return {
        "id": grant.pk,
        "granted_on": grant.decided_at
        and timezone.localdate(grant.decided_at)
        and timezone.localdate(grant.decided_at),
        "points": grant.points,
        "ground": grant.ground,
        "ground_label": grant.get_ground_display(),
        "reason": grant.reason,
    }
