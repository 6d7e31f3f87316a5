"""A merchant's statement of a month as a spreadsheet (XLSX)."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from accounts.models import Organisation
from carbon_points.rules.statements import StatementLine, fingerprint
from carbon_points.selectors.statements import statement_lines
from core.spreadsheets import xlsx

HEADINGS = ("序号", "券号", "奖励", "积分", "核销时间")
WIDTHS = (8, 12, 36, 10, 20)


def statement_xlsx(*, merchant: Organisation, month: date) -> bytes:
    """The lines of the month of a day with their sum; nothing that says who the residents were."""
    lines = statement_lines(merchant.pk, month)
    rows: list[Sequence[object]] = [
        [f"{merchant.name} {month:%Y年%m月} 对账单"],
        HEADINGS,
        *([n, line.voucher_id, line.reward, line.points, _time(line)] for n, line in enumerate(lines, 1)),
        ["合计", len(lines), "", sum(line.points for line in lines)],
        ["明细校验（SHA-256）", "", fingerprint(lines)],
    ]
    return xlsx("对账单", rows, bold={0, 1, len(lines) + 2}, widths=WIDTHS)


def _time(line: StatementLine) -> str:
    return f"{timezone.localtime(line.at):%Y-%m-%d %H:%M:%S}"
