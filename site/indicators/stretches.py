"""Stretches of time that statistics speak about, one after the other. No database."""

from datetime import date, timedelta

from indicators.periods import starts

# Those that are published, and those that staff look at.
PERIODS = {"day": "日", "month": "月", "year": "年"}
STAFF_PERIODS = {"day": "日", "week": "周", "month": "月", "year": "年"}
_YEAR_OF_WEEKS = timedelta(days=364)


def first_of(period: str, day: date) -> date:
    """Where the stretch of a day begins."""
    return dict(starts(day))[period]


def before(period: str, start: date, steps: int = 1) -> date:
    """The stretch so many steps earlier."""
    if period == "year":
        return start.replace(year=start.year - steps)
    if period == "month":
        months = start.year * 12 + start.month - 1 - steps
        return date(months // 12, months % 12 + 1, 1)
    return start - timedelta(days=steps * (7 if period == "week" else 1))


def last_of(period: str, start: date) -> date:
    """Its last day."""
    return before(period, start, -1) - timedelta(days=1)


def year_before(start: date, period: str = "day") -> date | None:
    """The same stretch of the year before; 29 February has none, a week has the one 52 weeks earlier."""
    if period == "week":
        return start - _YEAR_OF_WEEKS
    try:
        return start.replace(year=start.year - 1)
    except ValueError:
        return None


def name_of(period: str, start: date) -> str:
    """2026年11月30日, 2026年11月23日起一周, 2026年11月, 2026年."""
    if period == "year":
        return f"{start.year}年"
    if period == "month":
        return f"{start.year}年{start.month}月"
    return f"{start.year}年{start.month}月{start.day}日" + ("起一周" if period == "week" else "")


def short_name(period: str, start: date) -> str:
    """What an axis has room for: 11/30, 11月, 2026."""
    if period == "year":
        return str(start.year)
    return f"{start.month}月" if period == "month" else f"{start.month}/{start.day}"


def steps_to(period: str, start: date, count: int) -> list[date]:
    """The stretches that end with this one, oldest first."""
    return [before(period, start, steps) for steps in range(count - 1, -1, -1)]
