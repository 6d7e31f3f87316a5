"""Closed stretches of time that statistics are published for: a day, a month, a year. No database."""

from datetime import date, timedelta

PERIODS = {"day": "日", "month": "月", "year": "年"}


def first_of(period: str, day: date) -> date:
    """Where the stretch of a day begins."""
    if period == "year":
        return day.replace(month=1, day=1)
    return day.replace(day=1) if period == "month" else day


def before(period: str, start: date, steps: int = 1) -> date:
    """The stretch so many steps earlier."""
    if period == "year":
        return start.replace(year=start.year - steps)
    if period == "month":
        months = start.year * 12 + start.month - 1 - steps
        return date(months // 12, months % 12 + 1, 1)
    return start - timedelta(days=steps)


def year_before(start: date) -> date | None:
    """The same stretch of the year before; 29 February has none."""
    try:
        return start.replace(year=start.year - 1)
    except ValueError:
        return None


def name_of(period: str, start: date) -> str:
    """2026年11月30日, 2026年11月, 2026年."""
    if period == "year":
        return f"{start.year}年"
    return f"{start.year}年{start.month}月" + ("" if period == "month" else f"{start.day}日")


def short_name(period: str, start: date) -> str:
    """What an axis has room for: 11/30, 11月, 2026."""
    if period == "year":
        return str(start.year)
    return f"{start.month}月" if period == "month" else f"{start.month}/{start.day}"


def steps_to(period: str, start: date, count: int) -> list[date]:
    """The stretches that end with this one, oldest first."""
    return [before(period, start, steps) for steps in range(count - 1, -1, -1)]
