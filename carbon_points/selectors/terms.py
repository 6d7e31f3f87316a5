"""What the rules of a log need to know, in two reads: the method in force, and what was recorded before."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Case, F, Q, Subquery, Value, When

from accounts.models import Area, User
from carbon_points.models import Action, ActionLog, Method
from carbon_points.rules.logs import days_needed
from carbon_points.rules.past import Asked, Past


@dataclass(frozen=True, slots=True)
class Terms:
    """The method in force on a day, and the resident's township ("" and None without one)."""

    method: Method
    area_id: int | None
    area_code: str


def terms_on(*, action: Action, day: date, area_id: int | None) -> Terms | None:
    """The terms for an action on a day; None when no method was in force. One query."""
    row: Any = (
        Method.objects.filter(action=action, valid_from__lte=day)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
        .annotate(town_id=_town(area_id, "pk"), town_code=_town(area_id, "code"))
        .first()
    )
    return row and Terms(method=row, area_id=row.town_id, area_code=row.town_code or "")


def _town(area_id: int | None, field: str) -> Any:
    """The township of an area: itself, or for a community the one it belongs to."""
    if area_id is None:
        return Value(None, output_field=BigIntegerField())
    town = Case(When(level=Area.Level.COMMUNITY, then=F(f"parent__{field}")), default=F(field))
    return Subquery(Area.objects.filter(pk=area_id).values(town=town)[:1])


def past_logs(*, resident: User, asked: Asked) -> list[Past]:
    """The resident's logs on which the room for another one depends, reversals among them. One query."""
    first, last = days_needed(asked)
    rows = ActionLog.objects.filter(resident=resident, done_on__range=(first, last)).filter(
        Q(done_on=asked.done_on) | Q(action__code=asked.action) | Q(method__exclusive_group=asked.group)
    )
    return [
        Past(
            action=code,
            unit=unit,
            travel=category == Action.Category.TRAVEL,
            quantity=quantity,
            done_on=done_on,
            evidence=evidence,
            group=group,
            quantified=net is not None,
            points=points,
        )
        for code, unit, category, quantity, done_on, evidence, group, net, points in rows.values_list(
            "action__code",
            "action__unit",
            "action__category",
            "quantity",
            "done_on",
            "evidence",
            "method__exclusive_group",
            "method__net_g_per_unit",
            "points",
        )
    ]
