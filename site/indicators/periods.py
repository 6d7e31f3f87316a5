"""Stretches of time: where the day, week, month and the total of a date begin. No database."""

from dataclasses import dataclass
from datetime import date, timedelta

# The total has one row for all time; its start is a fixed day before any log.
EPOCH = date(2000, 1, 1)


def starts(day: date) -> tuple[tuple[str, date], ...]:
    """Every stretch that a day belongs to, as (period, first day). Weeks start on Monday."""
    return (
        ("day", day),
        ("week", day - timedelta(days=day.weekday())),
        ("month", day.replace(day=1)),
        ("year", day.replace(month=1, day=1)),
        ("total", EPOCH),
    )


def next_month(day: date) -> date:
    """The first day of the month after this day's."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def last_day(period: str, start: date) -> date:
    """The last day of a day, month or year that begins here."""
    if period == "day":
        return start
    return (next_month(start) if period == "month" else start.replace(year=start.year + 1)) - timedelta(
        days=1
    )


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch that ends today, as people see it: `key` is in addresses, `label` on the page."""

    key: str
    label: str
    period: str
    start: date
    from_on: date
    to_on: date


_NAMES = {
    "day": ("today", "今日"),
    "week": ("week", "本周"),
    "month": ("month", "本月"),
    "total": ("total", "累计"),
}


def windows(today: date, first: date | None) -> list[Window]:
    """Today, this week, this month and the total, which begins at the first day with a log."""
    return [
        Window(*_NAMES[period], period, start, (first or today) if period == "total" else start, today)
        for period, start in starts(today)
        if period in _NAMES
    ]
