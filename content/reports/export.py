"""A table as a file for spreadsheets, with nothing in it that they would calculate."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from core.spreadsheets import xlsx
from core.text import harmless


def csv_file(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8 with a mark by which spreadsheets know it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([_plain(heads), *(_plain(row) for row in rows)])
    return out.getvalue().encode("utf-8-sig")


def xlsx_file(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A workbook with one sheet; text stays text, numbers stay numbers."""
    return xlsx("报告", [_plain(heads), *(_plain(row) for row in rows)], bold=())


def _plain(row: Sequence[Any]) -> list[Any]:
    return [value if isinstance(value, int) else harmless(str(value)) for value in row]
