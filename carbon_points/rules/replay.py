"""Which of the logs that were made would not have had room under other limits."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from carbon_points.rules.periods import window


def unfitted(
    logs: Iterable[tuple[date, Decimal]],
    *,
    since: date,
    most: Decimal | None,
    limit: Decimal | None,
    period: str,
    by_logs: bool,
) -> int:
    """How many logs of one person and action, in the order in which they were made, would have been refused.

    Logs of days before `since` are history: they take their room and are not counted. A log is taken whole or
    not at all, and one that is refused takes no room. Amounts in units of the action.
    """
    taken: list[tuple[date, Decimal]] = []
    refused = 0
    for day, quantity in logs:
        weight = Decimal(1) if by_logs else quantity
        if day >= since:
            too_much = most is not None and quantity > most
            if too_much or (limit is not None and _used(taken, period, day) + weight > limit):
                refused += 1
                continue
        taken.append((day, weight))
    return refused


def _used(taken: list[tuple[date, Decimal]], period: str, day: date) -> Decimal:
    first, last = window(period, day)
    return sum((weight for done_on, weight in taken if first <= done_on <= last), Decimal(0))
