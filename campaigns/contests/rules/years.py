"""Whole years on the calendar of a title."""

from datetime import date


def years_on(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def next_end(end: date, day: date) -> date:
    """The end, or the first of its anniversaries that is not before the day."""
    years = max(day.year - end.year, 0)
    later = years_on(end, years)
    return later if later >= day else years_on(end, years + 1)
