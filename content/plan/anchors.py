"""Anchors: the stable names by which parts and paragraphs are cited.

c2 chapter · c2-s1 section · a10 action · a10-t2 task · b5 box · b5-i2 item; -p1, -p2 paragraphs in them.
"""

from content.plan.document import Document, Paragraph, Part, PartKind

LETTERS = {PartKind.SECTION: "s", PartKind.TASK: "t", PartKind.ITEM: "i"}


def give_anchors(document: Document) -> None:
    """Name every part and paragraph of the document."""
    document.heading.anchor = "title"
    _number(document.front, "f")
    _number(document.preamble, "p")
    _number(document.closing, "z")
    for chapter in document.chapters:
        _name(chapter, f"c{chapter.number}")


def _name(part: Part, anchor: str) -> None:
    part.anchor = anchor
    if part.heading is not None:
        part.heading.anchor = anchor
    paragraphs = part.paragraphs
    _number(paragraphs, f"{anchor}-p")
    if part.kind == PartKind.ITEM and paragraphs:
        paragraphs[0].anchor = anchor
    for child in part.parts:
        _name(child, _below(anchor, child))


def _below(anchor: str, child: Part) -> str:
    """Actions and boxes are counted through the whole plan, so they need no chapter in their name."""
    if child.is_action:
        return f"a{child.number}"
    if child.kind == PartKind.BOX:
        return f"b{child.number}"
    return f"{anchor}-{LETTERS[child.kind]}{child.number}"


def _number(paragraphs: list[Paragraph], prefix: str) -> None:
    for place, paragraph in enumerate(paragraphs, start=1):
        paragraph.anchor = f"{prefix}{place}"
