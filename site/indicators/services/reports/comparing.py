"""What differs between two versions of a report, from their snapshots alone. No database."""

from collections.abc import Iterator, Mapping
from typing import Any

from indicators.services.reports.frames import Cell

# What is another one in each version anyway.
_OWN = ("version", "reason", "reason_label", "made_at", "as_of", "release", "changes")
Change = dict[str, Any]


def same_content(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether both say the same, apart from when and why they were made."""
    return {key: value for key, value in before.items() if key not in _OWN} == {
        key: value for key, value in after.items() if key not in _OWN
    }


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Cell by cell: table, row, column, what stood there and what stands there."""
    found: list[Change] = []
    old_tables = {table["key"]: table for table in before["tables"]}
    for table in after["tables"]:
        old = old_tables.pop(table["key"], None)
        found += _in_table(old, table) if old else [_change(table, "", "整张表", None, "新增")]
    found += [_change(table, "", "整张表", "原有", None) for table in old_tables.values()]
    for name, label in (("method_version", "方法版本"), ("factor_year", "因子年份")):
        if before[name] != after[name]:
            found.append(_change({"title": "方法"}, label, "", before[name], after[name]))
    if before["definitions"] != after["definitions"] or before["sentences"] != after["sentences"]:
        found.append(_change({"title": "定义和说明"}, "", "", "原文", "有改动"))
    return found


def _in_table(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    old_rows = {row["key"]: row for row in old["rows"]}
    for row in new["rows"]:
        before = old_rows.pop(row["key"], None)
        if before is None:
            yield _change(new, _name(row), "整行", None, "新增")
            continue
        cells = dict(zip(old["columns"], before["cells"], strict=True))
        for column, cell in zip(new["columns"], row["cells"], strict=True):
            if column not in cells or cells[column] != cell:
                yield _change(new, _name(row), column, cells.get(column), cell)
    for row in old_rows.values():
        yield _change(new, _name(row), "整行", "原有", None)


def _name(row: Mapping[str, Any]) -> str:
    """What people call the line."""
    return str(row["cells"][0])


def _change(table: Mapping[str, Any], row: str, column: str, before: Cell, after: Cell) -> Change:
    return {"table": table["title"], "row": row, "column": column, "before": before, "after": after}
