"""Several filters at once, from the day totals: logs and grams only, because people do not add up."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Sum

from accounts.models import Area
from carbon_points.models import Action, Method
from core.small_groups import FEWEST
from indicators.models import ActionDayTotal, DayTotal, TownDayTotal

MOST_DAYS = 92
_SUMS = ("logs", "milligrams", "low_mg", "high_mg")


@dataclass(frozen=True, slots=True)
class Filters:
    """A range of days and what is asked of it; empty means everything."""

    from_on: date
    to_on: date
    town: str = ""
    category: str = ""
    channel: str = ""
    evidence: str = ""
    community: str = ""

    @property
    def days(self) -> list[date]:
        """Every day of the range."""
        return [self.from_on + timedelta(days=n) for n in range((self.to_on - self.from_on).days + 1)]


@dataclass(frozen=True, slots=True)
class Sums:
    """Logs and grams; hidden under ten logs, which are surely fewer than ten people. Never any people."""

    code: str
    label: str
    logs: int | None = 0
    milligrams: int | None = 0
    low_mg: int | None = 0
    high_mg: int | None = 0
    suppressed: bool = False
    people: None = None


def by_day(filters: Filters) -> dict[date, Sums]:
    """Each day of the range. One query."""
    asked: QuerySet[Any] = _in_areas(filters) if filters.community else _in_towns(filters)
    rows: Any = asked.values("day").annotate(**_asked())
    found = {row["day"]: _sums(row, "", "") for row in rows}
    return {day: found.get(day, Sums("", "")) for day in filters.days}


def by_action(filters: Filters) -> list[Sums]:
    """Each action, most logs first: from a category down to what people did."""
    is_local = filters.town or filters.community
    asked: QuerySet[Any] = _in_areas(filters) if is_local else _in_the_city(filters)
    rows: Any = asked.values("action_code").annotate(**_asked()).order_by("-logs")
    names = dict(Action.objects.values_list("code", "name"))
    return [_sums(row, row["action_code"], names.get(row["action_code"], row["action_code"])) for row in rows]


def _asked() -> dict[str, Sum]:
    return {name: Sum(name) for name in _SUMS}


def _sums(row: dict[str, Any], code: str, label: str) -> Sums:
    if 0 < row["logs"] < FEWEST:
        return Sums(code, label, None, None, None, None, True)
    return Sums(code, label, *(row[name] for name in _SUMS))


def _in_towns(filters: Filters) -> "QuerySet[TownDayTotal]":
    rows = TownDayTotal.objects.filter(_common(filters)).order_by()
    if filters.town:
        rows = rows.filter(town=filters.town)
    return rows.filter(category=filters.category) if filters.category else rows


def _in_the_city(filters: Filters) -> "QuerySet[ActionDayTotal]":
    return ActionDayTotal.objects.filter(_common(filters), action_code__in=_actions(filters)).order_by()


def _in_areas(filters: Filters) -> "QuerySet[DayTotal]":
    """The areas of a township, or one community: the index leads to their rows of each day.

    The day totals keep what is not quantified under its kind of evidence, so its actions are left out.
    """
    area = filters.community or filters.town
    below = Area.objects.filter(Q(code=area) | Q(parent__code=area))
    areas = list(below.values_list("code", flat=True))
    rows = DayTotal.objects.filter(_common(filters), action_code__in=_actions(filters), area_code__in=areas)
    return rows.order_by()


def _actions(filters: Filters) -> list[str]:
    """Those of residents, of the category asked for."""
    actions = Action.objects.filter(audience=Action.Audience.RESIDENT)
    if filters.category:
        actions = actions.filter(category=filters.category)
    if filters.evidence:
        actions = actions.exclude(methods__tier=Method.Tier.UNQUANTIFIED)
    return list(actions.values_list("code", flat=True))


def _common(filters: Filters) -> Q:
    asked = Q(day__gte=filters.from_on, day__lte=filters.to_on)
    if filters.channel:
        asked &= Q(channel=filters.channel)
    if filters.evidence:
        asked &= Q(evidence=filters.evidence)
    return asked
