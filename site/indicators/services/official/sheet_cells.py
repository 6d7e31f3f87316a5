"""What one cell of a spreadsheet says: a number, a day or a text; each fault is a sentence."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from core.refusals import Unreadable
from core.text import clean, harmless

_DAY = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日)",
    re.ASCII,
)
DAYS: Final = "请写成 2025-12-31、2025/12/31、2025.12.31 或 2025年12月31日"


class CellWrong(ValueError):
    """The cell does not say what its column is about."""


def reader(kind: str) -> Callable[[Any], Any]:
    """What reads the cells of a column."""
    return {"number": number_of, "day": day_of}.get(kind, text_of)


def refuse_formulas(cell: Any) -> None:
    """A sheet says numbers, it does not compute them. Raises CellWrong."""
    if cell.data_type == "f":
        raise CellWrong("是公式，请粘贴为数值")
    if cell.data_type == "e":
        raise CellWrong("是错误值，请改成数值或文字")


def number_of(cell: Any) -> Decimal:
    """A number typed as a number: a text that looks like one may hide a blank, a comma or a unit."""
    value = cell.value
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        is_text = isinstance(value, str) and re.fullmatch(r"[\s,，.\d+\-%％]+", value)
        raise CellWrong("不是数字（单元格存的是文字，请改成“数值”格式）" if is_text else "不是数字")
    # The shortest text that means this very number: 56.1, not 56.10000000000000142.
    found = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not found.is_finite():
        raise CellWrong("不是数字")
    return found


def day_of(cell: Any) -> date:
    """A date cell, or a text in one of four forms with the year first."""
    value = cell.value
    if isinstance(value, datetime):
        if value.time() != time.min:
            raise CellWrong("日期里带有钟点，请只写日期")
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str) and (found := _DAY.fullmatch(value.strip())):
        try:
            return date(*(int(part) for part in found.groups() if part))
        except ValueError:
            raise CellWrong(f"没有“{value.strip()}”这一天") from None
    raise CellWrong(f"不是日期，{DAYS}")


def text_of(cell: Any) -> str:
    """A text on one line; whole numbers are taken as they look, because 文号 may be one."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise CellWrong("不是文字，请改成“文本”格式")
    try:
        return unharmed(" ".join(clean(value).split()))
    except Unreadable:
        raise CellWrong("有无法识别的字符，请删除后重新填写") from None


def unharmed(text: str) -> str:
    """A text without the apostrophe that our own spreadsheets put before what looks like a formula."""
    bare = text.removeprefix("'")
    return bare if bare != text and harmless(bare) == text else text
