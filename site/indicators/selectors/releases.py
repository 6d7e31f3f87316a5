"""What was published of closed days, months and years: stored rows, never a log and never a sum of today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from indicators.models import Release
from indicators.periods import last_day

_PUBLISHED = Release.State.PUBLISHED
_NUMBERS = ("logs", "people", "milligrams", "low_mg", "high_mg")


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """One cell as everybody may read it: the city, a town, a category, a kind of evidence, a channel.

    Carbon is in milligrams of CO2e avoided, with the range of the method. No numbers when `suppressed`.
    """

    code: str
    label: str
    logs: int | None
    people: int | None
    milligrams: int | None
    low_mg: int | None
    high_mg: int | None
    suppressed: bool
    # Place on the tile map; only towns have one.
    row: int | None = None
    column: int | None = None

    @property
    def name(self) -> str:
        """What the map calls it."""
        return self.label


@dataclass(frozen=True, slots=True)
class Published:
    """The tables of one closed day, month or year, as they were frozen."""

    period: str
    start: date
    version: int
    from_on: date
    to_on: date
    as_of: datetime | None
    made_at: datetime
    schema: str
    method_version: str
    factor_year: str
    sha256: str
    tables: dict[str, list[dict[str, Any]]]

    def rows(self, dimension: str) -> list[PublishedRow]:
        """The cells of one dimension in their order; none when the stretch has no such table."""
        return [_row(values) for values in self.tables.get(dimension, [])]


def published(period: str, start: date | None = None, *, version: int | None = None) -> Published | None:
    """The latest published version of a stretch (of the latest stretch, if none is named); one query."""
    found = Release.objects.filter(period=period, state=_PUBLISHED).order_by("-start", "-version")
    if start is not None:
        found = found.filter(start=start)
    if version is not None:
        found = found.filter(version=version)
    release = found.defer("targets", "findings").first()
    return _published(release) if release else None


def published_starts(period: str) -> list[date]:
    """The stretches of which something was published, oldest first."""
    found = Release.objects.filter(period=period, state=_PUBLISHED).order_by("start")
    return list(found.values_list("start", flat=True).distinct())


def series(
    period: str, dimension: str = "city", code: str | None = None, since: date | None = None
) -> list[tuple[date, PublishedRow | None]]:
    """One cell over time, oldest first; None where a stretch has no such cell. The city needs no code."""
    found = Release.objects.filter(period=period, state=_PUBLISHED).order_by("start", "version")
    if since is not None:
        found = found.filter(start__gte=since)
    # The later version of a stretch comes later and takes the place of the earlier one.
    tables = dict(found.values_list("start", f"tables__{dimension}"))
    return [(start, _cell(rows or [], code)) for start, rows in tables.items()]


def _cell(rows: Sequence[dict[str, Any]], code: str | None) -> PublishedRow | None:
    return next((_row(values) for values in rows if code is None or values["code"] == code), None)


def _row(values: dict[str, Any]) -> PublishedRow:
    return PublishedRow(
        values["code"],
        values["label"],
        suppressed=values["suppressed"],
        row=values.get("row"),
        column=values.get("column"),
        **{name: values[name] for name in _NUMBERS},
    )


def _published(release: Release) -> Published:
    return Published(
        release.period,
        release.start,
        release.version,
        release.start,
        last_day(release.period, release.start),
        release.as_of,
        release.made_at,
        release.schema,
        release.method_version,
        release.factor_year,
        release.sha256,
        release.tables,
    )
