"""Theme days of a year, and the one that comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from content import models
from content.selectors.linked import LinkedPage, linked_by_theme_day
from core import clock

WEEKDAYS = "一二三四五六日"


@dataclass(slots=True)
class DayView:
    """A theme day in one year. Without `starts_on` it waits for that year's notice."""

    name: str
    slug: str
    month: int
    description: str
    usual_time: str
    is_main: bool
    source: str
    source_url: str
    starts_on: date | None = None
    ends_on: date | None = None
    theme: str = ""
    related: list[LinkedPage] = field(default_factory=list)

    @property
    def running(self) -> bool:
        """Whether it is today."""
        day = clock.today()
        return bool(self.starts_on and self.ends_on and self.starts_on <= day <= self.ends_on)

    @property
    def words(self) -> str:
        """2026年4月22日 星期三, or 2026年3月22日至28日."""
        first, last = self.starts_on, self.ends_on
        if first is None:
            return ""
        text = f"{first.year}年{first.month}月{first.day}日"
        if last is None or last == first:
            return f"{text} 星期{WEEKDAYS[first.weekday()]}"
        return f"{text}至{'' if last.month == first.month else f'{last.month}月'}{last.day}日"


@dataclass(slots=True)
class Month:
    """The days of one month: first those with a date, then those that wait."""

    number: int
    days: list[DayView]


def day_view(record: models.ThemeDay, year: int) -> DayView:
    """One record in one year: what that year's notice says, else what the rule says."""
    said = next((row for row in record.years.all() if row.year == year), None)
    if said is not None:
        starts_on: date | None = said.starts_on
        ends_on = said.ends_on or said.starts_on
    else:
        starts_on = record.date_in(year)
        ends_on = starts_on + timedelta(days=max(record.days, 1) - 1) if starts_on else None
    return DayView(
        name=record.name,
        slug=record.slug,
        month=starts_on.month if starts_on else record.month,
        description=record.description,
        usual_time=record.usual_time,
        is_main=record.is_main,
        source=said.source if said else record.source,
        source_url=said.source_url if said else record.source_url,
        starts_on=starts_on,
        ends_on=ends_on,
        theme=said.theme if said else "",
    )


def theme_days() -> list[models.ThemeDay]:
    """All public records with their years. Two queries."""
    return list(models.ThemeDay.objects.filter(live=True).prefetch_related("years"))


def calendar_of(records: Iterable[models.ThemeDay], year: int) -> list[Month]:
    """The records by month, with the pages that belong to each. One query."""
    related = linked_by_theme_day()
    months: dict[int, Month] = {}
    for record in records:
        if record.since_year and year < record.since_year:
            continue
        view = day_view(record, year)
        view.related = related.get(record.pk, [])
        months.setdefault(view.month, Month(view.month, [])).days.append(view)
    for month in months.values():
        month.days.sort(key=lambda view: (view.starts_on is None, view.starts_on or date.max, view.name))
    return sorted(months.values(), key=lambda month: month.number)


def next_of(records: Iterable[models.ThemeDay]) -> DayView | None:
    """What goes on today, else what begins next within a year."""
    day, records = clock.today(), list(records)
    views = [day_view(record, year) for year in (day.year, day.year + 1) for record in records]
    ahead = [view for view in views if view.starts_on and view.ends_on and view.ends_on >= day]
    return min(ahead, key=lambda view: (view.starts_on, not view.is_main, view.name), default=None)


def next_theme_day() -> DayView | None:
    """For the front page. Two queries."""
    return next_of(theme_days())


def years_around(asked: str) -> tuple[int, list[dict[str, object]]]:
    """The year to show, and the links to last, this and next year."""
    now = clock.today().year
    offered = [now - 1, now, now + 1]
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else now
    year = year if year in offered else now
    return year, [
        {"label": f"{one}年", "url": f"?year={one}" if one != now else "?", "current": one == year}
        for one in offered
    ]
