"""Figures of the desk that everybody may see; parts with few tickets are hidden."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from core.small_groups import FEWEST
from feedback.models import State, Ticket, Topic
from feedback.rules import quantile
from indicators.rules import Cell, shown_parts

BY = {"total": "合计", "month": "按月", "topic": "按类别", "department": "按部门"}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table; None is a number that is hidden, or that nothing stands behind."""

    by: str
    code: str
    label: str
    received: int | None
    answered: int | None
    median_days: float | None
    most_days: float | None
    on_time_percent: int | None
    satisfied_percent: int | None

    @property
    def suppressed(self) -> bool:
        """Nothing of it is shown."""
        return self.received is None


def lines(by: str) -> list[Line]:
    """One table; one query. Spam is no ticket."""
    tickets = list(
        Ticket.objects.exclude(state=State.SPAM)
        .select_related("department")
        .only(
            *("received_at", "answered_at", "first_due_on", "satisfied", "topic"),
            *("department__name", "department__short_name", "department__slug"),
        )
        .order_by("pk")
    )
    return _lines(by, tickets)


def _lines(by: str, tickets: Sequence[Ticket]) -> list[Line]:
    parts: dict[tuple[str, str], list[Ticket]] = {}
    for ticket in tickets:
        parts.setdefault(_KEYS[by](ticket), []).append(ticket)
    counts = {key: _counts(rows) for key, rows in parts.items()}
    # Each of the three counts adds up to its total, so each is looked at by itself.
    shown = [
        shown_parts({key: Cell(row[place], row[place]) for key, row in counts.items()}, set())
        for place in range(3)
    ]
    if by == "total":
        shown = [{key for key, row in counts.items() if row[place] >= FEWEST} for place in range(3)]
    order = sorted(parts, reverse=by == "month")
    return [_line(by, key, parts[key], [key in of for of in shown]) for key in order]


def _counts(rows: Sequence[Ticket]) -> tuple[int, int, int]:
    answered = sum(row.answered_at is not None for row in rows)
    return len(rows), answered, sum(row.satisfied is not None for row in rows)


def _line(by: str, key: tuple[str, str], rows: Sequence[Ticket], shown: Sequence[bool]) -> Line:
    answered = [row for row in rows if row.answered_at is not None]
    rated = [row for row in rows if row.satisfied is not None]
    days = [_days(row) for row in answered] if shown[1] and len(answered) >= FEWEST else []
    in_time = sum(timezone.localdate(row.answered_at) <= row.first_due_on for row in answered)
    return Line(
        by=by,
        code=key[0],
        label=key[1],
        received=len(rows) if shown[0] else None,
        answered=len(answered) if shown[0] and shown[1] else None,
        median_days=quantile(days, 0.5),
        most_days=quantile(days, 0.9),
        on_time_percent=_percent(in_time, len(answered)) if days else None,
        satisfied_percent=_percent(sum(bool(row.satisfied) for row in rated), len(rated))
        if shown[2] and len(rated) >= FEWEST
        else None,
    )


def answered_within(rows: Sequence[Ticket]) -> tuple[float | None, int | None]:
    """Median days and percent in time of those that were answered; None of fewer than ten."""
    answered = [row for row in rows if row.answered_at is not None]
    if len(answered) < FEWEST:
        return None, None
    in_time = sum(timezone.localdate(row.answered_at) <= row.first_due_on for row in answered)
    return quantile([_days(row) for row in answered], 0.5), _percent(in_time, len(answered))


def _days(ticket: Ticket) -> float:
    assert ticket.answered_at is not None
    return round((ticket.answered_at - ticket.received_at).total_seconds() / 86400, 1)


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole)


def _month(ticket: Ticket) -> tuple[str, str]:
    day: date = timezone.localdate(ticket.received_at)
    return f"{day:%Y-%m}", f"{day.year}年{day.month}月"


def _department(ticket: Ticket) -> tuple[str, str]:
    return (ticket.department.slug, ticket.department.label) if ticket.department else ("", "网站客服")


_KEYS: dict[str, Callable[[Ticket], tuple[str, str]]] = {
    "total": lambda ticket: ("total", "全部"),
    "month": _month,
    "topic": lambda ticket: (ticket.topic, Topic(ticket.topic).label),
    "department": _department,
}
