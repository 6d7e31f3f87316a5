"""Days whose city number nobody was told: no release shows the day, nor a month or year around it."""

from datetime import date

from django.db.models import Q

from indicators.models import Period, PeriodTotal, Scope
from indicators.periods import last_day
from indicators.rules.suppression import Cell
from indicators.selectors.releases import city_tables


def untold() -> tuple[list[date], date | None]:
    """Released days that stay untold, and the last released day, after which every day is."""
    tables = city_tables()
    told = [
        (start, last_day(period, start))
        for (period, start), row in tables.items()
        if period != "day" and row and not row.suppressed
    ]
    days = {start: row for (period, start), row in tables.items() if period == "day"}
    hidden = [
        day
        for day, row in days.items()
        if (row is None or row.suppressed) and not any(first <= day <= last for first, last in told)
    ]
    return hidden, max(days, default=None)


def asked_of_totals(*, today: date) -> Q:
    """The city's day totals of all untold days up to today."""
    hidden, last = untold()
    days = Q(start__in=hidden) | Q(start__gt=last) if last else Q()
    return days & Q(period=Period.DAY, start__lte=today)


def untold_days(*, today: date) -> dict[date, Cell]:
    """The city's people and logs on untold days up to today."""
    return _cells(asked_of_totals(today=today))


def hidden_days() -> dict[date, Cell]:
    """Released days that stay untold: what stands behind them now."""
    return _cells(Q(period=Period.DAY, start__in=untold()[0]))


def _cells(asked: Q) -> dict[date, Cell]:
    rows = PeriodTotal.objects.filter(asked, scope=Scope.CITY, key="")
    return {row.start: Cell(row.people, row.logs) for row in rows.only("start", "people", "logs")}
