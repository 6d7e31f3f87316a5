"""A dataset as a document, a CSV file or a spreadsheet; and what is said about it in the data package."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings

from core.spreadsheets import HEAD, workbook
from indicators import open_data, open_provenance, wording
from indicators.open_filled import Filled
from indicators.selectors import releases
from indicators.selectors import statistics as selectors

TYPES = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_STATIC_NOTES = ["空白表示没有数值。", "待公布：目标年已过，主管部门还没有填报并确认。"]


def document(found: Filled) -> dict[str, Any]:
    """The rows with everything that a reader needs to understand them."""
    about = _stretch(found.published) if found.published else {}
    return _head(found) | about | _explained(found) | {"rows": found.rows}


def document_of_all(found: list[Filled]) -> dict[str, Any]:
    """The same for several stretches of one dataset."""
    stretches = [_stretch(one.published) | {"rows": one.rows} for one in found if one.published]
    return _head(found[-1]) | _explained(found[-1]) | {"releases": stretches}


def _head(found: Filled) -> dict[str, Any]:
    return {
        "schema": found.dataset.schema,
        "dataset": found.dataset.name,
        "title": found.dataset.title,
        "city": {"code": settings.CITY.code, "name": settings.CITY.name},
        "licence": open_provenance.licence(),
    }


def _stretch(stored: releases.Published) -> dict[str, Any]:
    edition = selectors.Edition(stored.method_version, stored.factor_year)
    return {
        "period": {
            "key": stored.period,
            "start": stored.start.isoformat(),
            "from_on": stored.from_on.isoformat(),
            "to_on": stored.to_on.isoformat(),
        },
        "version": stored.version,
        "sha256": stored.sha256,
        **open_provenance.provenance(stored.as_of, edition),
    }


def _explained(found: Filled) -> dict[str, Any]:
    return {
        "definitions": {column.name: column.title for column in found.dataset.columns},
        "notes": notes(found),
    }


def notes(found: Filled) -> list[str]:
    """How the numbers are made."""
    return wording.notes() if found.published else _STATIC_NOTES


def text_of(found: Filled, kind: str) -> bytes:
    """The file of a dataset."""
    if kind == "csv":
        return open_data.csv_text(found.columns, found.rows).encode()
    if kind == "json":
        return as_json(document(found))
    return sheet_of(found)


def sheet_of(found: Filled) -> bytes:
    """The rows, and on a second sheet what they mean."""
    lines = [[column.title for column in found.dataset.columns]]
    lines += [[_plain(row[name]) for name in found.columns] for row in found.rows]
    title, about = found.dataset.title, "说明"
    return workbook({title: lines, about: _explanation(found)}, bold={title: HEAD}, widths={about: (24, 90)})


def as_json(document: Mapping[str, Any]) -> bytes:
    """Compact JSON; decimals become numbers."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=_encoded)
    return text.encode()


def _encoded(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    return str(value)


def _plain(value: object) -> Any:
    return ("是" if value else "否") if isinstance(value, bool) else value


def _explanation(found: Filled) -> list[list[str]]:
    about = document(found)
    lines = [
        ["数据集", found.dataset.title],
        ["来源", settings.CITY.site_name],
        ["许可", f"{about['licence']['title']} {about['licence']['url']}"],
    ]
    if found.published:
        lines += [
            ["时段", f"{found.published.from_on} 至 {found.published.to_on}"],
            ["版次", f"第{found.published.version}版"],
            ["统计截至", str(about["as_of"])],
            ["校验（SHA-256）", found.published.sha256],
            ["性质", about["statement"]],
        ]
    lines += [["说明", note] for note in about["notes"]]
    lines += [
        [column.title, f"{column.name}：{column.description or column.title}"]
        for column in found.dataset.columns
    ]
    return lines
