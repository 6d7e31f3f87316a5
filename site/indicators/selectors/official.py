"""Official values: which one stands, what was before, and who may enter what."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import User
from core.refusals import NotFound
from core.text import is_readable
from indicators import official_rules as rules
from indicators.access import CONFIRM, ENTER, VIEW
from indicators.models import OfficialValue, PlanIndicator

State = OfficialValue.State


@dataclass(frozen=True, slots=True)
class PastValue:
    """A confirmed value; `place` says whether it stands, was corrected, or is of an earlier day."""

    value: OfficialValue
    place: str


def standing_values(indicators: Iterable[int] | None = None) -> dict[int, OfficialValue]:
    """Indicator → the newest confirmed row of its latest day. One query."""
    rows = OfficialValue.objects.filter(state=State.CONFIRMED)
    if indicators is not None:
        rows = rows.filter(indicator__in=list(indicators))
    found: dict[int, OfficialValue] = {}
    for row in rows.order_by("indicator_id", "-as_of", "-pk"):
        found.setdefault(row.indicator_id, row)
    return found


def with_official(indicators: Iterable[PlanIndicator]) -> list[PlanIndicator]:
    """The same indicators, each with the value that stands in `official`."""
    rows = list(indicators)
    standing = standing_values(row.pk for row in rows) if rows else {}
    for row in rows:
        row.official = standing.get(row.pk)
    return rows


def history_of(indicator: PlanIndicator) -> list[PastValue]:
    """Every confirmed value, the latest day first; the first of a day counts, others were corrected."""
    found: list[PastValue] = []
    for row in indicator.official_values.filter(state=State.CONFIRMED).order_by("-as_of", "-pk"):
        is_corrected = bool(found) and found[-1].value.as_of == row.as_of
        found.append(PastValue(row, "corrected" if is_corrected else "earlier" if found else "standing"))
    return found


def indicator_by_code(code: str) -> PlanIndicator | None:
    """One of the plan's indicators with what stands, or None."""
    found = PlanIndicator.objects.filter(code=code).first() if is_readable(code) else None
    return with_official([found])[0] if found else None


def indicators_of(user: User) -> "QuerySet[PlanIndicator]":
    """Those whose values this person may enter or confirm: 统计员 all, others those of their departments.

    An indicator for which the plan names no department is for 统计员 only.
    """
    if not (user.has_perm(ENTER) or user.has_perm(CONFIRM)):
        return PlanIndicator.objects.none()
    if user.has_perm(VIEW):
        return PlanIndicator.objects.all()
    spellings = {
        name for row in user.departments.select_related("department") for name in row.department.spellings
    }
    lines = (
        PlanIndicator.objects.exclude(departments="").values_list("pk", "departments") if spellings else []
    )
    return PlanIndicator.objects.filter(
        pk__in=[key for key, line in lines if rules.answers_for(line, spellings)]
    )


def own_indicator(user: User, code: str) -> PlanIndicator:
    """One of these. Raises NotFound, also for somebody else's."""
    found = indicators_of(user).filter(code=code).first() if is_readable(code) else None
    if found is None:
        raise NotFound("没有这个指标，或者它不归您填报。")
    return with_official([found])[0]


def own_value(user: User, value_id: int) -> OfficialValue:
    """A value of one of these. Raises NotFound, also for somebody else's."""
    rows = OfficialValue.objects.select_related("indicator", "entered_by", "decided_by")
    found = rows.filter(indicator__in=indicators_of(user), pk=value_id).first()
    if found is None:
        raise NotFound("没有这条数值，或者它不归您处理。")
    found.indicator = with_official([found.indicator])[0]
    return found
