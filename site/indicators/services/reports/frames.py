"""The plain shapes of a snapshot: tables with columns, rows and cells. No database."""

from collections.abc import Iterable, Sequence
from typing import Any

# A cell that is kept back to protect people; None is a number that nobody has.
HIDDEN: dict[str, bool] = {"hidden": True}
Cell = str | int | float | dict[str, bool] | None
Row = dict[str, Any]
Table = dict[str, Any]


def row(key: str, *cells: Cell) -> Row:
    """One line; the key says which line of another version it is."""
    return {"key": key, "cells": list(cells)}


def table(
    key: str,
    sheet: str,
    title: str,
    columns: Sequence[str],
    rows: Iterable[Row],
    *,
    note: str = "",
    badge: str = "",
) -> Table:
    """A table; `sheet` is its place in the workbook, `badge` says where its numbers come from."""
    return {
        "key": key,
        "sheet": sheet,
        "title": title,
        "columns": list(columns),
        "rows": list(rows),
        "note": note,
        "badge": badge,
    }


def shown(number: Cell, *, suppressed: bool) -> Cell:
    """The number, or the mark that it is kept back."""
    return HIDDEN if suppressed else number
