"""The paragraphs and tables of a document in order, before anybody decides what they are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from mammoth import documents

from content.word_import.inline import Inline, InlineReader, Span
from content.word_import.report import Report
from content.word_import.tables import Grid, grid_of

STYLE_LEVEL = re.compile(r"(?:heading|标题)\s*(\d)", re.IGNORECASE)
# Lists by style begin at depth 0 each; the style's number says how deep they lie.
LIST_LEVEL = re.compile(r"(?:list (?:bullet|number)|列表项目符号|列表编号)\s*(\d)", re.IGNORECASE)


@dataclass(slots=True)
class Line:
    """A paragraph."""

    inline: Inline
    place: str
    style: str = ""
    alignment: str = ""
    # Depth in a list, counted from 0, and whether it is numbered; None outside of lists.
    depth: int | None = None
    is_ordered: bool = False
    caption: str = ""

    @property
    def text(self) -> str:
        """Its letters."""
        return self.inline.text

    @property
    def style_level(self) -> int | None:
        """1 for Heading 1; None for what is no heading to Word."""
        found = STYLE_LEVEL.match(self.style)
        return int(found[1]) if found else None


@dataclass(slots=True)
class TableItem:
    """A table, read into a grid."""

    grid: Grid
    place: str
    caption: str = ""
    pictures: list[int] = field(default_factory=list)


Item = Line | TableItem


class LineReader:
    """Turns mammoth's document into lines and tables."""

    def __init__(self, inline: InlineReader, report: Report) -> None:
        self._inline = inline
        self._report = report
        self._paragraphs = 0
        self._tables = 0
        # How many tables we are in; places count the outermost ones.
        self._inside = 0

    def items(self, children: list[Any]) -> Iterator[Item]:
        """Everything that has letters or pictures."""
        for node in children:
            if isinstance(node, documents.Paragraph):
                line = self.line(node)
                if line.text or line.inline.pictures:
                    yield line
            elif isinstance(node, documents.Table):
                yield from self._table(node)
            elif isinstance(node, documents.Run | documents.Hyperlink | documents.Text | documents.Image):
                # Letters outside of any paragraph, which damaged files have.
                yield from self.items([documents.paragraph([node])])

    def line(self, node: Any) -> Line:
        """One paragraph."""
        self._paragraphs += 1
        place = f"第 {self._paragraphs} 段"
        by_style = LIST_LEVEL.match(str(node.style_name or ""))
        deeper = int(by_style[1]) - 1 if by_style else 0
        return Line(
            inline=self._inline.read(node.children, place),
            place=place,
            style=str(node.style_name or ""),
            alignment=str(node.alignment or ""),
            depth=int(node.numbering.level_index) + deeper if node.numbering else None,
            is_ordered=bool(node.numbering and node.numbering.is_ordered),
        )

    def _table(self, node: Any) -> Iterator[Item]:
        rows = [row for row in node.children if isinstance(row, documents.TableRow)]
        cells = [cell for row in rows for cell in row.children]
        if not self._inside:
            self._tables += 1
        place = f"第 {self._tables} 个表格"
        if len(cells) == 1 and not self._inside:
            self._report.changed(place, "只有一格，是用来画框的，里面的内容成为普通正文。")
            yield from self.items(cells[0].children)
            return
        self._inside += 1
        # Of a table in a cell only its letters stay, so that there is nothing to say about its form.
        report = Report() if self._inside > 1 else self._report
        grid = grid_of(rows, place, self._cell, report)
        self._inside -= 1
        if grid.is_empty:
            return
        yield TableItem(grid, place, pictures=grid.pictures)

    def _cell(self, children: list[Any], place: str) -> tuple[list[Line], list[int]]:
        """The lines of a cell, those of tables in it too, and its pictures."""
        lines: list[Line] = []
        for item in self.items(children):
            if isinstance(item, TableItem):
                self._report.changed(place, "表格里还有表格，里面的表格改成了文字。")
                rows = [item.grid.heads, *item.grid.rows]
                texts = [cell for row in rows for cell in row if cell]
                lines += [Line(Inline([Span(text)]), place) for text in texts]
            else:
                lines.append(item)
        return lines, [picture for line in lines for picture in line.inline.pictures]
