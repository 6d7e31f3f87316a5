"""Spreadsheets (XLSX) with nothing in them that a program would calculate, and how they are handed over."""

import io
from collections.abc import Collection, Iterable, Sequence

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
    more: Iterable[tuple[str, Iterable[Sequence[object]]]] = (),
) -> bytes:
    """A workbook; text is never a formula, whatever it begins with.

    `bold` are numbers of lines from 0 on, `widths` those of the first columns in characters. `more` are
    further sheets by their title.
    """
    book = Workbook(write_only=True)
    _fill(book, title, lines, bold=bold, widths=widths)
    for name, further in more:
        _fill(book, name, further, bold=(), widths=(24, 90))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(
    book: Workbook,
    title: str,
    lines: Iterable[Sequence[object]],
    *,
    bold: Collection[int],
    widths: Sequence[int],
) -> None:
    sheet = book.create_sheet(title)
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


def attachment(data: bytes, name: str, content_type: str = XLSX) -> HttpResponse:
    """A file to download; its name is plain ASCII, with its ending."""
    answer = HttpResponse(data, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
