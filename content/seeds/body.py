"""The text of a file as the pieces of a page's body: headings, paragraphs, tables, questions, boxes."""

import re
from collections.abc import Iterator
from typing import Any

from accounts.markup import to_html

_PARTS = re.compile(r"\n\s*\n")
_HEADING = re.compile(r"(#{2,4})\s+(.+)")
Piece = tuple[str, Any]


def body_pieces(words: dict[str, Any]) -> list[Piece]:
    """The body's own text, then questions and answers, then boxes, as plain values."""
    pieces = list(_pieces(words["body"]))
    if words["qa"]:
        rows = [{"question": row["question"], "answer": prose(row["answer"])} for row in words["qa"]]
        pieces.append(("qa", rows))
    pieces += [("box", {"title": row["title"], "text": prose(row["text"])}) for row in words["boxes"]]
    return pieces


def prose(text: str) -> str:
    """Paragraphs and lists as rich text; each line of a paragraph is a paragraph of its own."""
    parts = []
    for part in _PARTS.split(text.strip()):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        is_list = all(re.match(r"(- |\d+\.\s)", line) for line in lines)
        parts += [part] if is_list else lines
    return "".join(to_html(part) for part in parts)


def _pieces(text: str) -> Iterator[Piece]:
    held: list[str] = []
    for part in _PARTS.split(text.strip()):
        heading, is_table = _HEADING.fullmatch(part.strip()), part.lstrip().startswith("|")
        if (heading or is_table) and held:
            yield "paragraph", prose("\n\n".join(held))
            held = []
        if heading:
            yield "heading", {"text": heading[2], "level": str(len(heading[1]))}
        elif is_table:
            yield "table", _table(part)
        elif part.strip():
            held.append(part)
    if held:
        yield "paragraph", prose("\n\n".join(held))


def _table(part: str) -> dict[str, Any]:
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")] for line in part.strip().splitlines()
    ]
    head, *below = [row for row in rows if not all(set(cell) <= set("-: ") for cell in row)]
    return {
        "caption": "",
        "table": {
            "columns": [{"type": "text", "heading": name} for name in head],
            "rows": [{"values": row} for row in below],
            "caption": "",
        },
    }
