"""Calendar arithmetic of the city: limit periods and the half-years in which points are earned."""

from datetime import date, timedelta

# How a refusal names each period.
PERIOD_WORDS = {
    "day": "同一天",
    "week": "同一周",
    "month": "同一个月",
    "quarter": "同一季度",
    "year": "同一年",
    "3years": "三年内",
    "event": "同一天",
}

# How a page names the running one.
THIS_PERIOD = {
    "day": "今天",
    "week": "本周",
    "month": "本月",
    "quarter": "本季度",
    "year": "今年",
    "3years": "三年内",
    "event": "今天",
}


def bucket_of(day: date) -> str:
    """The half-year in which points of this day are earned, such as 2026H2."""
    return f"{day.year}H{1 if day.month <= 6 else 2}"


def window(period: str, day: date) -> tuple[date, date]:
    """First and last day of the period around `day`.

    Three years are counted from day to day, to both sides: appliances are not bought by the calendar.
    An event has no length of its own: it is its day.
    """
    match period:
        case "week":
            monday = day - timedelta(days=day.weekday())
            return monday, monday + timedelta(days=6)
        case "month":
            return month_of(day)
        case "quarter":
            first = day.replace(month=day.month - (day.month - 1) % 3, day=1)
            return first, month_of(first + timedelta(days=70))[1]
        case "year":
            return day.replace(month=1, day=1), day.replace(month=12, day=31)
        case "3years":
            return day - timedelta(days=3 * 365), day + timedelta(days=3 * 365)
        case _:
            return day, day


def month_of(day: date) -> tuple[date, date]:
    """First and last day of the calendar month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
