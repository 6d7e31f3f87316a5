"""The published tables as JSON documents and CSV files of one stable schema."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from core.text import harmless
from indicators import wording
from indicators.periods import Window
from indicators.selectors import figures
from indicators.selectors import statistics as selectors

SCHEMA = "statistics/1"
TABLES = {"city": "全市", "category": "按类别", "town": "按镇街", "evidence": "按凭证", "day": "按日"}
PERIODS = ("today", "week", "month", "total")
COLUMNS = (
    "period", "from_on", "to_on", "by", "code", "label",
    "logs", "people", "milligrams", "low_mg", "high_mg", "suppressed",
)  # fmt: skip
_NUMBERS = ("logs", "people", "milligrams", "low_mg", "high_mg", "suppressed")


@dataclass(frozen=True, slots=True)
class Table:
    """One table of one window; `rows` have the fields of COLUMNS."""

    by: str
    window: Window
    rows: list[dict[str, Any]]


def table(by: str, period: str, statistics: selectors.Statistics | None = None) -> Table:
    """The city, its parts or its days in a window, small cells hidden; of this moment if none is given."""
    statistics = statistics or selectors.statistics()
    window = statistics.window(period)
    if by == "day":
        days = figures.city_days(statistics.moment, period)
        return Table(by, window, [_row(window, by, day.key, day.key, day) | _days(day) for day in days])
    if by == "city":
        city = settings.CITY
        return Table(by, window, [_row(window, by, city.code, city.name, statistics.moment.city(period))])
    parts = {
        "category": statistics.by_category,
        "town": statistics.by_town,
        "evidence": statistics.by_evidence,
    }[by](period)
    return Table(by, window, [_row(window, by, part.code, part.label, part) for part in parts])


def _row(window: Window, by: str, code: str, label: str, numbers: object) -> dict[str, Any]:
    return {
        "period": window.key,
        "from_on": window.from_on.isoformat(),
        "to_on": window.to_on.isoformat(),
        "by": by,
        "code": code,
        "label": label,
    } | {name: getattr(numbers, name) for name in _NUMBERS}


def _days(day: figures.Figure) -> dict[str, str]:
    return {"from_on": day.from_on.isoformat(), "to_on": day.to_on.isoformat()}


def document(found: Table) -> dict[str, Any]:
    """A table with everything that a reader needs to understand it."""
    edition = selectors.edition()
    folded = selectors.folded_at()
    return {
        "schema": SCHEMA,
        "city": {"code": settings.CITY.code, "name": settings.CITY.name},
        "by": found.by,
        "period": {
            "key": found.window.key,
            "label": found.window.label,
            "from_on": found.window.from_on.isoformat(),
            "to_on": found.window.to_on.isoformat(),
        },
        "as_of": timezone.localtime(folded).isoformat(timespec="seconds") if folded else None,
        "method_version": edition.method_version,
        "factor_year": edition.factor_year,
        "statement": wording.estimate(method_version=edition.method_version, factor_year=edition.factor_year),
        "definitions": wording.DEFINITIONS,
        "notes": wording.notes(),
        "rows": found.rows,
    }


def csv_text(columns: Sequence[str], rows: Sequence[dict[str, Any]]) -> str:
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
    if isinstance(value, int | date):
        # Our own numbers; a negative one is a number, not a formula.
        return str(value)
    return harmless(str(value))
