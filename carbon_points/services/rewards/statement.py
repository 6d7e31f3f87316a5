"""A merchant's statement of a month as a spreadsheet (XLSX)."""

import io
from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from accounts.models import Organisation
from carbon_points.rules.statements import StatementLine, fingerprint
from carbon_points.selectors.statements import statement_lines
from core.text import clean, harmless

HEADINGS = ("序号", "券号", "奖励", "积分", "核销时间")
WIDTHS = (8, 12, 36, 10, 20)


def statement_xlsx(*, merchant: Organisation, month: date) -> bytes:
    """The lines of the month of a day with their sum; nothing that says who the residents were."""
    lines = statement_lines(merchant.pk, month)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("对账单")
    for place, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDE"[place]].width = width
    bold = Font(bold=True)

    def row(values: Sequence[str | int], font: Font | None = None) -> None:
        cells = []
        for value in values:
            cell = WriteOnlyCell(sheet, value=harmless(clean(value)) if isinstance(value, str) else value)
            if isinstance(value, str):
                # Never a formula, whatever the text begins with.
                cell.data_type = "s"
            if font is not None:
                cell.font = font
            cells.append(cell)
        sheet.append(cells)

    row([f"{merchant.name} {month:%Y年%m月} 对账单"], bold)
    row(HEADINGS, bold)
    for number, line in enumerate(lines, start=1):
        row([number, line.voucher_id, line.reward, line.points, _time(line)])
    row(["合计", len(lines), "", sum(line.points for line in lines)], bold)
    row(["明细校验（SHA-256）", "", fingerprint(lines)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _time(line: StatementLine) -> str:
    return f"{timezone.localtime(line.at):%Y-%m-%d %H:%M:%S}"
