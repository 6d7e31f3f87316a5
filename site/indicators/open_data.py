"""Open statistics of the first schema: the city live, and the latest published tables of its parts."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings

from core.text import harmless
from indicators import open_provenance, wording
from indicators.selectors import releases
from indicators.selectors import statistics as selectors
from indicators.selectors.figures import Figures, figures

SCHEMA = "statistics/1"
TABLES = {
    "city": "全市",
    "category": "按类别",
    "town": "按镇街",
    "evidence": "按凭证",
    "channel": "按渠道",
    "day": "按日",
}
LIVE = ("today", "week", "month", "total")
COLUMNS = (
    "period", "from_on", "to_on", "by", "code", "label",
    "logs", "people", "milligrams", "low_mg", "high_mg", "suppressed",
)  # fmt: skip
_NUMBERS = ("logs", "people", "milligrams", "low_mg", "high_mg", "suppressed")
_LABELS = {"day": "日", "month": "月", "year": "年"}
# Windows of today's parts do not exist; the latest closed stretches that come nearest.
_CLOSED = {"today": ("day",), "week": ("day",), "total": ("year", "month"), "year": ("year", "month")}
_NOTHING = "还没有发布过这张表。"


@dataclass(frozen=True, slots=True)
class Table:
    """One table; `rows` have the fields of COLUMNS, `period` says of which stretch."""

    by: str
    period: dict[str, Any]
    rows: list[dict[str, Any]]
    as_of: datetime | None
    edition: selectors.Edition
    notes: list[str] = field(default_factory=list)
    version: int | None = None

    @property
    def is_live(self) -> bool:
        """It changes with every log."""
        return self.version is None


def table(by: str, period: str, moment: Figures | None = None) -> Table:
    """The city of this moment, its published days, or the latest published table of its parts."""
    if by == "day":
        return _days(period if period in LIVE else "total", moment)
    if by == "city" and period in LIVE:
        return _city(period, moment)
    return _published(by, period)


def _city(period: str, moment: Figures | None) -> Table:
    moment = moment or figures()
    window = _window(moment, period)
    figure, city = moment.city(period), settings.CITY
    row = _row(window, "city", city.code, city.name, figure)
    return Table("city", window, [row], selectors.folded_at(), selectors.edition())


def _days(period: str, moment: Figures | None) -> Table:
    window = _window(moment or figures(), period)
    days = releases.series("day", since=date.fromisoformat(window["from_on"]))
    rows = []
    for start, numbers in days:
        day = start.isoformat()
        rows.append(_row(window, "day", day, day, numbers) | {"from_on": day, "to_on": day})
    note = "只列已经公布的日子，日数据次日公布。"
    return Table("day", window, rows, selectors.folded_at(), selectors.edition(), [note])


def _published(by: str, period: str) -> Table:
    asked = _CLOSED.get(period, (period,))
    found = next(filter(None, (releases.published(name) for name in asked)), None)
    if found is None:
        stretch = {"key": asked[0], "label": _LABELS[asked[0]], "from_on": None, "to_on": None}
        return Table(by, stretch, [], None, selectors.edition(), [_NOTHING], 0)
    stretch = {
        "key": found.period,
        "label": _LABELS[found.period],
        "from_on": found.from_on.isoformat(),
        "to_on": found.to_on.isoformat(),
    }
    rows = [_row(stretch, by, cell.code, cell.label, cell) for cell in found.rows(by)]
    edition = selectors.Edition(found.method_version, found.factor_year)
    note = f"这是最近公布的一{_LABELS[found.period]}（{found.from_on}至{found.to_on}），不是正在进行的时段。"
    return Table(by, stretch, rows, found.as_of, edition, [note], found.version)


def _window(moment: Figures, period: str) -> dict[str, Any]:
    window = next(window for window in moment.windows if window.key == period)
    return {
        "key": window.key,
        "label": window.label,
        "from_on": window.from_on.isoformat(),
        "to_on": window.to_on.isoformat(),
    }


def _row(stretch: Mapping[str, Any], by: str, code: str, label: str, numbers: object) -> dict[str, Any]:
    return {
        "period": stretch["key"],
        "from_on": stretch["from_on"],
        "to_on": stretch["to_on"],
        "by": by,
        "code": code,
        "label": label,
    } | {name: getattr(numbers, name) for name in _NUMBERS}


def document(found: Table) -> dict[str, Any]:
    """A table with everything that a reader needs to understand it."""
    return {
        "schema": SCHEMA,
        "city": {"code": settings.CITY.code, "name": settings.CITY.name},
        "by": found.by,
        "period": found.period,
        "version": found.version,
        **open_provenance.provenance(found.as_of, found.edition),
        "definitions": wording.DEFINITIONS,
        "notes": [*found.notes, *wording.notes()],
        "rows": found.rows,
    }


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """RFC 4180 with a byte order mark, so that spreadsheets read Chinese; no cell is taken for a formula."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row[column]) for column in columns])
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | date | Decimal):
        # Our own numbers; a negative one is a number, not a formula.
        return str(value)
    return harmless(str(value))
