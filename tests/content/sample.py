"""A plan of a city that does not exist, in the layouts in which plans reach us."""

import io
from pathlib import Path

import docx

from content.plan import Document, ImportRefused, parse_plan
from content.plan.reading import lines_of

PARAGRAPHS = (Path(__file__).parent / "data" / "sample_plan.txt").read_text(encoding="utf-8").splitlines()
TITLE = "青禾市碳达峰实施方案"
# Chapters, actions, tasks, boxes, items of the sample.
COUNTS = (4, 3, 6, 2, 5)


def wrapped(paragraphs: list[str] = PARAGRAPHS, *, width: int = 30, page: int = 0, blank: bool = True) -> str:
    """The plan as a PDF extractor leaves it: hard lines, blank lines, page numbers every `page` lines."""
    rows = [row for paragraph in paragraphs for row in _cut(paragraph, width)]
    lines: list[str] = []
    for place, row in enumerate(rows, start=1):
        lines.append(row)
        if page and place % page == 0:
            lines += ["", f"— {place // page} —", ""]
        elif blank:
            lines.append("")
    return "\n".join(lines) + "\n"


def _cut(paragraph: str, width: int) -> list[str]:
    return [paragraph[start : start + width] for start in range(0, len(paragraph), width)]


def unwrapped(paragraphs: list[str] = PARAGRAPHS) -> str:
    """One paragraph a line."""
    return "\n".join(paragraphs) + "\n"


def as_docx(paragraphs: list[str] = PARAGRAPHS, *, boxes_in_tables: bool = False) -> bytes:
    """The plan as a Word file; boxes as paragraphs or as one-cell tables."""
    document = docx.Document()
    cell = None
    for paragraph in paragraphs:
        is_head = paragraph.startswith("专栏")
        if boxes_in_tables and is_head:
            cell = document.add_table(rows=1, cols=1).cell(0, 0)
            cell.paragraphs[0].text = paragraph
        elif cell is not None and not paragraph.startswith(("（", "四、", "1", "2")):
            cell.add_paragraph(paragraph)
        else:
            cell = None
            document.add_paragraph(paragraph)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def changed(before: str, after: str, paragraphs: list[str] = PARAGRAPHS) -> list[str]:
    """The plan with one piece of text replaced; it must be there exactly once."""
    text = "\n".join(paragraphs)
    assert text.count(before) == 1
    return text.replace(before, after).splitlines()


def without(*starts: str) -> list[str]:
    """The plan without the paragraphs that start with these words."""
    left = [paragraph for paragraph in PARAGRAPHS if not paragraph.startswith(starts)]
    assert len(left) == len(PARAGRAPHS) - len(starts)
    return left


def read_or_refused(data: bytes) -> Document | ImportRefused:
    """What the reader makes of these bytes; any other error passes through."""
    try:
        return parse_plan(lines_of(data))
    except ImportRefused as refusal:
        return refusal
