"""Until when points hold: a half-year's together, and never under twelve months."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

FLOOR_MONTHS = 12
# Points that come back out of a voucher after their half-year's last day.
GRACE_DAYS = 30
NOTICE_DAYS = (30, 7)


def days_of_bucket(bucket: str) -> tuple[date, date]:
    """First and last day on which the points of 2026H1 were earned."""
    year, half = int(bucket[:4]), bucket[4:]
    if half not in {"H1", "H2"}:
        raise ValueError(f"no half-year: {bucket}")
    return (date(year, 1, 1), date(year, 6, 30)) if half == "H1" else (date(year, 7, 1), date(year, 12, 31))


def last_day(bucket: str, months: int) -> date:
    """The last day on which a half-year's points can be used: so many months after its end.

    Fewer than twelve months are taken as twelve: a point that was earned on the last day has its year.
    """
    end = days_of_bucket(bucket)[1]
    month = end.month - 1 + max(months, FLOOR_MONTHS)
    year, month = end.year + month // 12, month % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def longest_promise(bucket: str, versions: Iterable[tuple[date, int]], today: date) -> int:
    """The most months that were in force since the half-year began: a later rule never shortens them.

    `versions` are (first day, months), the earliest first; what held before the first one is among them.
    """
    begin = days_of_bucket(bucket)[0]
    rows = [row for row in versions if row[0] <= today]
    before = [months for valid_from, months in rows if valid_from <= begin][-1:]
    return max(
        [*before, *(months for valid_from, months in rows if valid_from > begin)], default=FLOOR_MONTHS
    )


def usable_until(last: date, returned_on: date | None) -> date:
    """The last day of a half-year's points when some came back out of a voucher."""
    return last if returned_on is None else max(last, returned_on + timedelta(days=GRACE_DAYS))


def day_to_tell(days_left: int) -> int | None:
    """Which notice is due: 30 or 7 days before, or in the two days after that if the night was missed."""
    return next((day for day in NOTICE_DAYS if day - 2 <= days_left <= day), None)
