"""When a theme day is, by its rule."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum


class Weekday(IntEnum):
    """Monday is 0, as in datetime."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6

    @classmethod
    def choices(cls) -> list[tuple[int, str]]:
        """Values and names for a form."""
        return [(day.value, f"星期{'一二三四五六日'[day.value]}") for day in cls]


@dataclass(frozen=True, slots=True)
class DayRule:
    """`fixed` needs month and day, `nth_weekday` month, nth (1–5; -1 the last) and weekday; `notice` none."""

    kind: str
    month: int
    day: int | None = None
    nth: int | None = None
    weekday: int | None = None


def date_by_rule(rule: DayRule, year: int) -> date | None:
    """The date in that year; None when only a notice can tell, or the year has no such day (29 February)."""
    if rule.kind == "fixed" and rule.day:
        last = calendar.monthrange(year, rule.month)[1]
        return date(year, rule.month, rule.day) if rule.day <= last else None
    if rule.kind == "nth_weekday" and rule.nth and rule.weekday is not None:
        return _nth_weekday(year, rule.month, rule.nth, rule.weekday)
    return None


def _nth_weekday(year: int, month: int, nth: int, weekday: int) -> date | None:
    last = date(year, month, calendar.monthrange(year, month)[1])
    if nth == -1:
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    found = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    return found if found <= last else None
