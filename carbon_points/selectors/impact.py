"""What a resident's own logs add up to: by week, month or year, in bars and by category."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Count, Sum

from accounts.models import User
from carbon_points.models import Action
from carbon_points.rules.charts import Bar, bars
from carbon_points.rules.periods import window
from carbon_points.rules.weeks import DAY_NAMES
from carbon_points.selectors.habits import standing_logs

PERIODS = {"week": "周", "month": "月", "year": "年"}
EARLIEST = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Amount:
    """Logs that stand, and milligrams of CO2e with their range."""

    label: str
    logs: int = 0
    milligrams: int = 0
    low_mg: int = 0
    high_mg: int = 0
    category: str = ""

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(
            self.label,
            self.logs + other.logs,
            self.milligrams + other.milligrams,
            self.low_mg + other.low_mg,
            self.high_mg + other.high_mg,
            self.category,
        )


class Slot(NamedTuple):
    """One bar: its days, and a label for the table and a short one for under the bar."""

    label: str
    short: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Impact:
    """One period of one resident. `earlier` and `later` are days in the neighbouring periods, or None."""

    first: date
    last: date
    total: Amount
    parts: list[Amount]
    bars: list[Bar]
    categories: list[Amount]
    earlier: date | None
    later: date | None


def impact_of(user: User, *, period: str, day: date, today: date) -> Impact:
    """The week, month or year around `day`. One query, whatever the number of logs."""
    first, last = window(period, day)
    days = _days(user, first, last)
    slots = _slots(period, first, last)
    parts = [_sum(slot.label, days, slot.first, slot.last) for slot in slots]
    before, after = first - timedelta(days=1), last + timedelta(days=1)
    return Impact(
        first=first,
        last=last,
        total=_sum("合计", days, first, last),
        parts=parts,
        bars=bars([(slot.short, part.milligrams) for slot, part in zip(slots, parts, strict=True)]),
        categories=by_category(amount for _, amount in days),
        earlier=before if before >= EARLIEST else None,
        later=after if after <= today else None,
    )


def by_category(amounts: Iterable[Amount]) -> list[Amount]:
    """衣食住行游用, in this order; those without a log are left out."""
    sums: dict[str, Amount] = {}
    for amount in amounts:
        label = str(Action.Category(amount.category).label)
        sums[amount.category] = sums.get(amount.category, Amount(label, category=amount.category)) + amount
    return [sums[value] for value in Action.Category.values if value in sums]


def _days(user: User, first: date, last: date) -> list[tuple[date, Amount]]:
    rows = (
        standing_logs()
        .filter(resident=user, done_on__range=(first, last))
        .values_list("done_on", "action__category")
        .annotate(Count("pk"), Sum("milligrams"), Sum("low_mg"), Sum("high_mg"))
    )
    return [(day, Amount("", logs, net, low, high, category)) for day, category, logs, net, low, high in rows]


def _sum(label: str, days: Iterable[tuple[date, Amount]], first: date, last: date) -> Amount:
    return sum((amount for day, amount in days if first <= day <= last), Amount(label))


def _slots(period: str, first: date, last: date) -> list[Slot]:
    """The bars of a period: days of a week, weeks of a month (cut at its ends), months of a year."""
    if period == "week":
        days = [first + timedelta(days=number) for number in range(7)]
        return [Slot(name, name[1:], day, day) for name, day in zip(DAY_NAMES, days, strict=True)]
    if period == "month":
        found, start = [], first
        while start <= last:
            end = min(window("week", start)[1], last)
            label = f"{start.day}日至{end.day}日" if end > start else f"{start.day}日"
            found.append(Slot(label, f"{start.day}日", start, end))
            start = end + timedelta(days=1)
        return found
    months = [window("month", date(first.year, month, 1)) for month in range(1, 13)]
    return [Slot(f"{start.month}月", str(start.month), start, end) for start, end in months]
