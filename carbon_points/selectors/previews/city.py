"""Whom the city's new ceilings would have met last month."""

from datetime import date
from typing import Any

from django.db.models import Case, Count, F, IntegerField, QuerySet, Sum, Value, When
from django.db.models.functions import TruncDate

from carbon_points.models import ActionLog, HelperLog
from carbon_points.rules.groups import MEAL, PER_TRIP, TRIP
from carbon_points.rules.policies import CityPolicy
from carbon_points.rules.policy_fields import FIELDS
from carbon_points.selectors.grants import approved_in
from carbon_points.selectors.previews.figures import Change, Preview, last_month
from core.clock import midnight, next_midnight

_TRIPS = Case(
    When(action__unit__in=PER_TRIP, then=F("quantity")),
    When(reverses=None, then=Value(1)),
    default=Value(-1),
    output_field=ActionLog._meta.get_field("quantity"),
)


def city_preview(before: CityPolicy, after: CityPolicy, today: date) -> Preview:
    """For each ceiling that changes: how many days, or people, of last month lie above the old and the new.

    A day is one resident's (or helper's) day. Switches and periods change nothing that can be counted.
    """
    first, last = last_month(today)
    logs = ActionLog.objects.filter(done_on__range=(first, last)).order_by()
    totals: dict[str, tuple[str, QuerySet[Any]]] = {
        "self_points_a_day": ("人·天", _by_day(logs.filter(evidence="self"), Sum("points"))),
        "trips_a_day": ("人·天", _by_day(logs.filter(method__exclusive_group=TRIP), Sum(_TRIPS))),
        "meals_a_day": ("人·天", _by_day(logs.filter(method__exclusive_group=MEAL), Sum("quantity"))),
        "helper_logs_a_day": ("人·天", _helpers(first, last)),
        "grant_points_a_month": (
            "人",
            approved_in(first).order_by().values("resident_id").annotate(total=Sum("points")),
        ),
    }
    changes = [
        Change(
            name,
            f"超过“{FIELDS['city'][name].label}”",
            rows.filter(total__gt=getattr(before, name)).count(),
            rows.filter(total__gt=getattr(after, name)).count(),
            unit,
        )
        for name, (unit, rows) in totals.items()
        if getattr(before, name) != getattr(after, name)
    ]
    return Preview(first, changes, _words(changes, before, after))


def _by_day(rows: QuerySet[ActionLog], total: Any) -> QuerySet[Any]:
    """What each resident's day holds; reversals count back."""
    return rows.values("resident_id", "done_on").annotate(total=total)


def _helpers(first: date, last: date) -> QuerySet[Any]:
    """Logs that each helper wrote down in a day."""
    rows = HelperLog.objects.filter(
        log__created_at__gte=midnight(first), log__created_at__lt=next_midnight(last)
    )
    days = rows.order_by().values("helper_id", day=TruncDate("log__created_at"))
    return days.annotate(total=Count("pk", output_field=IntegerField()))


def _words(changes: list[Change], before: CityPolicy, after: CityPolicy) -> list[str]:
    found = []
    for change in changes:
        limit = f"{FIELDS['city'][change.name].label}"
        old, new = getattr(before, change.name), getattr(after, change.name)
        found.append(
            f"“{limit}”从{old:,}改为{new:,}：上个月超过新上限的有{change.after:,}{change.unit}，"
            f"超过原上限的有{change.before or 0:,}{change.unit}。"
        )
    if after.points_valid_months < before.points_valid_months:
        found.append("缩短有效期只影响以后半年的积分，已经得到的积分仍按当时的承诺计算。")
    return found or ["这次改动不影响上个月的任何数字。"]
