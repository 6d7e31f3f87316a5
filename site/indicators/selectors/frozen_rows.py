"""What a release says, as plain values."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from indicators.models import Release
from indicators.periods import last_day

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
        return [row_of(values) for values in self.tables.get(dimension, [])]


def row_of(values: dict[str, Any]) -> PublishedRow:
    """A cell from the stored table."""
    return PublishedRow(
        values["code"],
        values["label"],
        suppressed=values["suppressed"],
        row=values.get("row"),
        column=values.get("column"),
        **{name: values[name] for name in _NUMBERS},
    )


def stretch_of(release: Release) -> Published:
    """A stretch from its stored row."""
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
