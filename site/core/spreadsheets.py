"""Spreadsheets (XLSX) with nothing in them that a program would calculate, and how they are handed over."""

import io
import re
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from core.text import clean, harmless

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = (0,)


def xlsx(
    title: str,
    lines: Iterable[Sequence[object]],
    *,
    bold: Collection[int] = HEAD,
    widths: Sequence[int] = (),
) -> bytes:
    """A workbook of one sheet; text is never a formula, whatever it begins with.

    `bold` are numbers of lines from 0 on, `widths` those of the first columns in characters.
    """
    return workbook({title: lines}, bold={title: bold}, widths={title: widths})


def workbook(
    sheets: Mapping[str, Iterable[Sequence[object]]],
    *,
    bold: Mapping[str, Collection[int]],
    widths: Mapping[str, Sequence[int]],
    made_at: datetime | None = None,
) -> bytes:
    """A workbook of several sheets by their titles; with `made_at` the same lines give the same bytes.

    `bold` and `widths` as above, by title.
    """
    book = Workbook(write_only=True)
    for title, lines in sheets.items():
        _fill(book.create_sheet(title), lines, bold.get(title, ()), widths.get(title, ()))
    if made_at is None:
        return _bytes(book)
    book.properties.created = book.properties.modified = made_at.astimezone(UTC).replace(tzinfo=None)
    return _without_times(_bytes(book), made_at)


def _fill(
    sheet: Any, lines: Iterable[Sequence[object]], bold: Collection[int], widths: Sequence[int]
) -> None:
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, line in enumerate(lines):
        cells = []
        for value in line:
            cell = WriteOnlyCell(sheet, value=harmless(clean(value)) if isinstance(value, str) else value)
            if isinstance(value, str):
                cell.data_type = "s"
            if number in bold:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)


def _bytes(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _without_times(data: bytes, made_at: datetime) -> bytes:
    """The archive without the moment of its making: saving sets it again in one of its parts."""
    moment = f"{made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}".encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z", moment, part)
            new.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def attachment(data: bytes, name: str, content_type: str = XLSX) -> HttpResponse:
    """A file to download; its name is plain ASCII, with its ending."""
    answer = HttpResponse(data, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
