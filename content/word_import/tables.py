"""A Word table as rows of equal length: merged cells opened up, the header row recognised."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from content.word_import.document import Piece
from content.word_import.report import Report

# A header names things; longer texts and mere numbers are contents.
LONGEST_HEAD = 20


class CellLine(Protocol):
    """What is needed of a paragraph in a cell."""

    @property
    def text(self) -> str: ...
    @property
    def inline(self) -> Any: ...


ReadCell = Callable[[list[Any], str], tuple[list[Any], list[int]]]


@dataclass(slots=True)
class Grid:
    """Texts in rows of equal length. `heads` is empty strings when no header was found."""

    heads: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it at all."""
        return not self.pictures and not any(any(row) for row in [self.heads, *self.rows])

    def piece(self, caption: str) -> Piece:
        """The block."""
        return "table", {
            "caption": caption,
            "table": {
                "columns": [{"type": "text", "heading": head} for head in self.heads],
                "rows": [{"values": row} for row in self.rows],
                "caption": "",
            },
        }


def grid_of(rows: list[Any], place: str, read: ReadCell, report: Report) -> Grid:
    """Read a table of mammoth's; what cannot be kept is reported with its place."""
    texts: dict[tuple[int, int], str] = {}
    covered: set[tuple[int, int]] = set()
    pictures: list[int] = []
    merged, bold = 0, True
    for down, row in enumerate(rows):
        across = 0
        for cell in row.children:
            while (down, across) in covered:
                across += 1
            lines, shown = read(cell.children, place)
            _note_lost_marks(lines, place, report)
            texts[down, across] = "\n".join(line.text for line in lines if line.text)
            pictures += shown
            if down == 0 and texts[down, across]:
                bold = bold and all(line.inline.is_bold for line in lines if line.text)
            area = [
                (down + below, across + beside)
                for below in range(cell.rowspan)
                for beside in range(cell.colspan)
            ]
            merged += len(area) > 1
            covered.update(area)
            across += cell.colspan
    width = max((across for _, across in covered), default=-1) + 1
    filled = [[texts.get((down, across), "") for across in range(width)] for down in range(len(rows))]
    if merged:
        report.changed(place, f"有 {merged} 个合并的单元格，文字放在最左上的一格，其余各格为空，请核对。")
    if pictures:
        report.changed(place, f"表格里的 {len(pictures)} 张图片放到了表格下面。")
    return _with_heads(filled, rows, pictures, is_bold=bold, place=place, report=report)


def _with_heads(
    filled: list[list[str]],
    rows: list[Any],
    pictures: list[int],
    *,
    is_bold: bool,
    place: str,
    report: Report,
) -> Grid:
    marked = bool(rows) and bool(rows[0].is_header)
    if len(filled) > 1 and (marked or is_bold or _names_things(filled[0])):
        if not marked and not is_bold:
            report.noted(place, "第一行看起来是表头，已作为表头，请核对。")
        return Grid(filled[0], filled[1:], pictures)
    report.noted(place, "没有找到表头，请在表格第一行补上每一列的名称。")
    return Grid([""] * (len(filled[0]) if filled else 0), filled, pictures)


def _names_things(row: list[str]) -> bool:
    """Whether this row could be a header: short words everywhere, no mere numbers, no two alike."""
    return all(
        cell
        and len(cell) <= LONGEST_HEAD
        and not any(sign in cell for sign in "。；\n")
        and not _is_number(cell)
        for cell in row
    ) and len(set(row)) == len(row)


def _is_number(text: str) -> bool:
    return text.strip("%％+-—.,，± 0123456789") == ""


def _note_lost_marks(lines: list[Any], place: str, report: Report) -> None:
    """A table holds plain text: links and lists in it lose their form."""
    for line in lines:
        for span in line.inline.spans:
            if span.href:
                report.changed(
                    place, f"格子里的链接“{span.text.strip()[:30]}”只保留了文字，网址是 {span.href[:120]}。"
                )
        if line.depth is not None:
            report.changed(place, "格子里的列表改成了分行的文字，编号和圆点没有了。")
