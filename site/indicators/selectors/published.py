"""One published stretch with what lies around it, for the public page: frozen rows only, in three queries."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from accounts.models import Area
from indicators import stretches
from indicators.models import Release
from indicators.selectors import releases
from indicators.selectors.releases import Published, PublishedRow

# How many steps a trend has.
STEPS = {"day": 30, "month": 12, "year": 5}


@dataclass(frozen=True, slots=True)
class Around:
    """A stretch, its neighbours in time, and the steps of its trend; None where nothing was published."""

    found: Published
    starts: list[date]
    cells: dict[date, dict[str, list[PublishedRow]]]

    def city(self, start: date | None) -> PublishedRow | None:
        """The whole city in a stretch."""
        rows = self.cells.get(start, {}).get("city", []) if start else []
        return rows[0] if rows else None

    def evidence(self, start: date | None) -> list[PublishedRow]:
        """The kinds of evidence in a stretch."""
        return self.cells.get(start, {}).get("evidence", []) if start else []

    @property
    def earlier(self) -> date | None:
        """The published stretch before this one."""
        return max((start for start in self.starts if start < self.found.start), default=None)

    @property
    def later(self) -> date | None:
        """The published stretch after this one."""
        return min((start for start in self.starts if start > self.found.start), default=None)

    @property
    def steps(self) -> list[date]:
        """The steps of the trend that ends with this stretch; none from before the first publication."""
        steps = stretches.steps_to(self.found.period, self.found.start, STEPS[self.found.period])
        return [step for step in steps if step >= self.starts[0]]

    @property
    def compared(self) -> tuple[str, list[date | None]]:
        """The steps of the year before and 上年同期; where there are none, those before these, so called."""
        period, steps = self.found.period, self.steps
        if period == "year":
            return "", []
        last_year = [stretches.year_before(step) for step in steps]
        if any(step in self.cells for step in last_year):
            return "上年同期", last_year
        if period == "month":
            return "", []
        back = [stretches.before(period, step, len(steps)) for step in steps]
        name = f"之前{len(steps)}天"
        return (name, list(back)) if any(step in self.cells for step in back) else ("", [])


def around(period: str, start: date | None) -> Around | None:
    """The stretch asked for, else the latest; None before the first publication."""
    starts = releases.published_starts(period)
    if not starts:
        return None
    found = releases.published(period, start if start in starts else starts[-1])
    if found is None:
        return None
    return Around(found, starts, _cells(period, _asked(period, found.start)))


def _asked(period: str, start: date) -> set[date]:
    steps = stretches.steps_to(period, start, 2 * STEPS[period])
    last_year = [stretches.year_before(step) for step in steps[STEPS[period] :]]
    return {*steps, *(step for step in last_year if step)}


def _cells(period: str, asked: set[date]) -> dict[date, dict[str, list[PublishedRow]]]:
    rows = (
        Release.objects.filter(period=period, start__in=asked, state=Release.State.PUBLISHED)
        .order_by("start", "version")
        .values_list("start", "tables__city", "tables__evidence")
    )
    # The later version of a stretch comes later and takes the place of the earlier one.
    return {start: {"city": _rows_of(city), "evidence": _rows_of(evidence)} for start, city, evidence in rows}


def _rows_of(cells: list[dict[str, Any]] | None) -> list[PublishedRow]:
    names = [field.name for field in fields(PublishedRow)]
    return [PublishedRow(**{name: cell[name] for name in names if name in cell}) for cell in cells or []]


def days_of(days: list[date]) -> dict[date, PublishedRow]:
    """The whole city on each of these days that was published. One query."""
    found = _cells("day", set(days))
    return {day: rows["city"][0] for day, rows in found.items() if rows["city"]}


@dataclass(frozen=True, slots=True)
class Population:
    """How many people live in a township, as the department in charge counted."""

    people: int
    year: int


def populations() -> dict[str, Population]:
    """By the code of the township; empty until somebody has given the official counts. One query."""
    rows = Area.objects.filter(level=Area.Level.TOWN).values_list("code", "population", "population_year")
    return {code: Population(people, year) for code, people, year in rows if people and year}
