"""A spreadsheet of official values as lines, or everything that is wrong with it, cell by cell."""

import io
import re
from dataclasses import dataclass, field
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from core.archives import opened
from indicators.services.official.refusals import SheetRefused
from indicators.services.official.sheet_cells import CellWrong, reader, refuse_formulas

LARGEST: Final = 2 * 1024 * 1024
LARGEST_UNPACKED: Final = 8 * 1024 * 1024
MOST_PARTS: Final = 100
MOST_ROWS: Final = 1000
MOST_FAULTS: Final = 200
HEAD: Final = (
    "代码", "名称", "单位", "目标", "最近数值",
    "数值", "截至日期", "依据文件", "文号", "公开网址", "口径说明",
)  # fmt: skip
# Field, column, what its cells hold.
CODE, NAME = 1, 2
COLUMNS: Final = {
    "value": (6, "number"),
    "as_of": (7, "day"),
    "document_title": (8, "text"),
    "document_number": (9, "text"),
    "document_url": (10, "text"),
    "note": (11, "text"),
}
NEEDED: Final = {"value": "没有数值", "as_of": "没有截至日期", "document_title": "没有写依据文件"}
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=\"([A-Z0-9:]+)\"")


@dataclass(slots=True)
class Line:
    """One row that somebody filled in; `values` by field. `is_whole`: every cell of it can be read."""

    row: int
    code: str
    name: str
    is_whole: bool = False
    values: dict[str, Any] = field(default_factory=dict)

    def at(self, name: str) -> str:
        """The address of a field's cell."""
        column = {"code": CODE, "name": NAME}.get(name) or COLUMNS[name][0]
        return f"{get_column_letter(column)}{self.row}"


def read_sheet(data: bytes) -> tuple[list[Line], list[str]]:
    """The rows that somebody filled in, and the faults of cells. Raises SheetRefused for the whole file."""
    merged = _check_package(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        if len(book.sheetnames) != 1:
            raise SheetRefused([f"只能有一张工作表，现在有{len(book.sheetnames)}张（包括隐藏的）。"])
        rows = [list(row) for row in _rows(book.worksheets[0])]
        book.close()
    except SheetRefused:
        raise
    # openpyxl raises whatever a broken file makes it stumble over.
    except Exception as error:
        raise SheetRefused(["表格打不开，可能不完整。请用模板重新填写，另存为 .xlsx 后再上传。"]) from error
    faults = [f"{area}：有合并的单元格，请取消合并" for area in merged]
    if wrong := _wrong_head(rows[0] if rows else []):
        raise SheetRefused([*wrong, *faults])
    lines = []
    for number, cells in enumerate(rows[1:], start=2):
        line = _line(number, cells, faults)
        if line is not None:
            lines.append(line)
    return lines, faults


def _check_package(data: bytes) -> list[str]:
    """What opening the package may cost is bounded beforehand; the areas of merged cells."""
    if not data or len(data) > LARGEST:
        raise SheetRefused([f"表格是空的，或者超过{LARGEST // 1024 // 1024}MB。请用模板填写。"])
    if not data.startswith(b"PK\x03\x04"):
        raise SheetRefused(["不是 .xlsx 表格。旧版 .xls、CSV 和加了密码的文件请另存为 .xlsx 再上传。"])
    with opened(
        data,
        most_parts=MOST_PARTS,
        largest=LARGEST_UNPACKED,
        too_large=SheetRefused(["表格解开后太大，不像填报表。请用模板填写，不要放图片。"]),
        broken=SheetRefused(["表格打不开，可能不完整。请重新保存后再上传。"]),
    ) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" not in names:
            raise SheetRefused(["不是 .xlsx 表格，请用模板填写。"])
        if any("vbaproject" in name.lower() for name in names):
            raise SheetRefused(["表格带有宏，不能接收。请另存为不带宏的 .xlsx 再上传。"])
        parts = {name: archive.read(name) for name in names if name.endswith((".xml", ".rels"))}
    if any(b"<!DOCTYPE" in text or b"<!ENTITY" in text for text in parts.values()):
        raise SheetRefused(["表格里有不该有的内容，不能接收。请用模板填写。"])
    sheets = (text for name, text in sorted(parts.items()) if name.startswith("xl/worksheets/"))
    return [area.decode() for text in sheets for area in _MERGED.findall(text)][:MOST_FAULTS]


def _rows(sheet: Any) -> Any:
    # What a file says about its own size may be wrong.
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_col=len(HEAD) + 5), start=1):
        if number > MOST_ROWS:
            raise SheetRefused([f"第{number}行：最多{MOST_ROWS}行，请删掉下面多余的内容。"])
        yield row


def _wrong_head(cells: list[Any]) -> list[str]:
    wrong = []
    for column in range(1, max(len(cells), len(HEAD)) + 1):
        found = str(cells[column - 1].value or "").strip() if column <= len(cells) else ""
        right = HEAD[column - 1] if column <= len(HEAD) else ""
        if found != right:
            place = f"{get_column_letter(column)}1"
            wrong.append(f"{place}：表头应是“{right}”" if right else f"{place}：多出来的一列，请删除")
    return wrong


def _line(number: int, cells: list[Any], faults: list[str]) -> Line | None:
    for column, cell in enumerate(cells[len(HEAD) :], start=len(HEAD) + 1):
        if cell.value is not None:
            faults.append(f"{get_column_letter(column)}{number}：表格外有内容，请删除")
    cells = [*cells, *[None] * (len(HEAD) - len(cells))]
    line = Line(number, "", "")
    before = len(faults)
    line.code = str(_read(line, "code", cells[CODE - 1], "text", faults) or "")
    line.name = str(_read(line, "name", cells[NAME - 1], "text", faults) or "")
    for name, (column, kind) in COLUMNS.items():
        value = _read(line, name, cells[column - 1], kind, faults)
        if value not in (None, ""):
            line.values[name] = value
    if not line.values and len(faults) == before:
        # A row of the template that nobody filled in.
        return None
    wrong = {fault.partition("：")[0] for fault in faults[before:]}
    if not line.code and line.at("code") not in wrong:
        faults.append(f"{line.at('code')}：没有代码")
    for name, sentence in NEEDED.items():
        if name not in line.values and line.at(name) not in wrong:
            faults.append(f"{line.at(name)}：{sentence}")
    line.is_whole = len(faults) == before
    return line


def _read(line: Line, name: str, cell: Any, kind: str, faults: list[str]) -> Any:
    if cell is None or cell.value is None or (isinstance(cell.value, str) and not cell.value.strip()):
        return None
    try:
        refuse_formulas(cell)
        return reader(kind)(cell)
    except CellWrong as wrong:
        faults.append(f"{line.at(name)}：{wrong}")
        return None
