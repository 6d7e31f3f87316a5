"""A dataset with its rows: of one published stretch, or of the moment."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core import clock
from core.refusals import NotFound
from indicators.open_registry import Dataset, dataset
from indicators.selectors import releases


@dataclass(frozen=True, slots=True)
class Filled:
    """A dataset with its rows: of one published stretch, or of the moment."""

    dataset: Dataset
    rows: list[dict[str, Any]]
    published: releases.Published | None
    as_of: datetime | None

    @property
    def name(self) -> str:
        """The name of its file, without the ending."""
        if self.published is None:
            return self.dataset.name
        return f"{self.dataset.name}-{self.published.period}-{self.published.start}-v{self.published.version}"

    @property
    def columns(self) -> list[str]:
        """The names of its columns."""
        return [column.name for column in self.dataset.columns]


def filled(
    name: str, *, period: str | None = None, start: date | None = None, version: int | None = None
) -> Filled:
    """A dataset of a stretch (the latest, if none is named), in one query. Raises NotFound."""
    found = dataset(name)
    if found is None:
        raise NotFound("没有这个数据集。")
    if found.rows is not None:
        return Filled(found, [dict(row) for row in found.rows()], None, clock.now())
    asked = period or found.periods[0]
    stored = releases.published(asked, start, version=version) if asked in found.periods else None
    if stored is None:
        raise NotFound("这个时段还没有发布。")
    return of_release(found, stored)


def of_release(found: Dataset, stored: releases.Published) -> Filled:
    """The table of one dataset in a release."""
    head = {
        "period": stored.period,
        "from_on": stored.from_on.isoformat(),
        "to_on": stored.to_on.isoformat(),
        "version": stored.version,
    }
    names = [column.name for column in found.columns if column.name not in head]
    rows = [head | {name: row[name] for name in names} for row in stored.tables.get(found.name, [])]
    return Filled(found, rows, stored, stored.as_of)
