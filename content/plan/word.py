"""Lines of a .docx: paragraphs and table cells in reading order, text boxes included once."""

import io
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from content.plan.document import INVISIBLE, Line
from content.plan.refusal import ImportRefused

LARGEST_UNPACKED = 50 * 1024 * 1024  # bytes; a small .docx can unpack to gigabytes
INKED = {qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:noBreakHyphen")}
# Word stores a text box twice, once for old programs; the second is not read.
TWIN = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def word_lines(data: bytes) -> list[Line]:
    """The lines of a .docx. `number` is the paragraph's place in the document, counted from 1."""
    document = _open(data)
    lines: list[Line] = []
    for paragraph, in_cell in _paragraphs(document):
        number = len(lines) + 1
        if _has_automatic_number(paragraph):
            raise ImportRefused("编号是 Word 自动编号，文字里没有，请先转换为普通文字。", line=number)
        lines.extend(
            Line(number, row.strip().strip(INVISIBLE), cell=in_cell) for row in _text(paragraph).split("\n")
        )
    return lines


def _open(data: bytes) -> WordDocument:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST_UNPACKED:
                raise ImportRefused("文件解开后过大，不像一份实施方案。")
            if "word/document.xml" not in archive.namelist():
                raise ImportRefused("这不是 .docx 文件，请提供 .txt 或 .docx。")
        return docx.Document(io.BytesIO(data))
    except ImportRefused:
        raise
    # A broken archive shows itself in python-docx as almost any error (zlib, XML, missing keys).
    except Exception as problem:
        raise ImportRefused("这个 .docx 打不开，文件可能不完整。") from problem


def _paragraphs(document: WordDocument) -> Iterator[tuple[WordParagraph, bool]]:
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from ((paragraph, True) for paragraph in _table_paragraphs(block))
        else:
            yield block, False


def _table_paragraphs(table: Table) -> Iterator[WordParagraph]:
    seen: set[object] = set()  # a merged cell is met once for each column that it covers
    for row in table.rows:
        for cell in row.cells:
            if cell._tc not in seen:
                seen.add(cell._tc)
                yield from _cell_paragraphs(cell)


def _cell_paragraphs(cell: _Cell) -> Iterator[WordParagraph]:
    for block in cell.iter_inner_content():
        if isinstance(block, Table):
            yield from _table_paragraphs(block)
        else:
            yield block


def _text(paragraph: WordParagraph) -> str:
    """All ink of a paragraph; python-docx's own `text` leaves out text boxes and inserted runs."""
    words: list[str] = []
    for element in paragraph._p.iter(*INKED):
        if any(above.tag == TWIN for above in element.iterancestors()):
            continue
        if element.tag == qn("w:t"):
            words.append(element.text or "")
        elif element.tag == qn("w:noBreakHyphen"):
            words.append("-")
        else:
            words.append("\t" if element.tag == qn("w:tab") else "\n")
    return "".join(words)


def _has_automatic_number(paragraph: WordParagraph) -> bool:
    """Word can draw 一、 itself; then the number is in no text and headings would be missed."""
    # As XML: python-docx declares these elements only at run time.
    number = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
    is_numbered = number is not None and number.get(qn("w:val")) != "0"
    return is_numbered and bool(paragraph.text.strip())
