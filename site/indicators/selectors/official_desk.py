"""What the desk of official values lists: what is due, what waits, and what a value changes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from accounts.models import User
from core import clock
from indicators import official_rules as rules
from indicators.models import OfficialValue, PlanIndicator
from indicators.selectors.official import indicators_of, with_official

State = OfficialValue.State


@dataclass(frozen=True, slots=True)
class Comparison:
    """A value beside the one that was confirmed before it, for the same day or for an earlier one."""

    value: OfficialValue
    before: OfficialValue | None
    change: Decimal | None
    differs_much: bool
    is_correction: bool


@dataclass(slots=True)
class DeskRow:
    """An indicator as the desk lists it."""

    indicator: PlanIndicator
    attention: str
    waiting: list[OfficialValue] = field(default_factory=list)


def desk_of(user: User) -> list[DeskRow]:
    """Every indicator of this person with what stands, what waits, and whether it needs looking after."""
    today = clock.today()
    rows = {row.pk: DeskRow(row, attention_to(row, today)) for row in with_official(indicators_of(user))}
    for value in OfficialValue.objects.filter(state=State.WAITING, indicator__in=rows).order_by("pk"):
        rows[value.indicator_id].waiting.append(value)
    return list(rows.values())


def attention_to(indicator: PlanIndicator, today: date) -> str:
    """Whether a value is overdue or stale; see official_rules.attention."""
    return rules.attention(
        awaited=indicator.state_on(today) == "awaited",
        as_of=indicator.official.as_of if indicator.official else None,
        today=today,
    )


def waiting_for(user: User) -> list[OfficialValue]:
    """What waits for a second person in this person's indicators, the oldest first."""
    rows = OfficialValue.objects.filter(state=State.WAITING, indicator__in=indicators_of(user))
    return list(rows.select_related("indicator", "entered_by").order_by("entered_at", "pk"))


def comparisons(values: Iterable[OfficialValue]) -> list[Comparison]:
    """Each value beside what was confirmed before it. One query."""
    rows = list(values)
    confirmed: dict[int, list[OfficialValue]] = {}
    past = OfficialValue.objects.filter(
        state=State.CONFIRMED, indicator__in={row.indicator_id for row in rows}
    )
    for one in past.order_by("-as_of", "-pk"):
        confirmed.setdefault(one.indicator_id, []).append(one)
    return [_compared(row, confirmed.get(row.indicator_id, [])) for row in rows]


def _compared(value: OfficialValue, confirmed: list[OfficialValue]) -> Comparison:
    before = next((one for one in confirmed if one.pk < value.pk and one.as_of <= value.as_of), None)
    return Comparison(
        value,
        before,
        value.value - before.value if before else None,
        rules.differs_much(before.value if before else None, value.value),
        before is not None and before.as_of == value.as_of,
    )
