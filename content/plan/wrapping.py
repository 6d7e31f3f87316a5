"""Hard-wrapped lines become paragraphs again; a heading keeps its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import east_asian_width

from content.plan.document import Line, PartKind
from content.plan.headings import SENTENCE_END, Counting, Heading, first_sentence, heading_in

CLOSING = SENTENCE_END + "；;：:…"
QUOTES = "”’\"'）)》」』】〕"
# Principles, (1), ①, 一是: begin a paragraph of their own when the one before is finished.
OPENERS = re.compile(r"——|[（(]\d{1,2}[）)]|[①-⑳]|(责任|牵头|配合|参与|参加|主责|协办)(单位|部门)\s*[：:]")
ITEM = re.compile(r"(?P<name>[^：:。；，！？]{2,40})[：:]\s*(?P<rest>.*)")
# Below this share of the common width a finished line ends its paragraph; a first line is indented.
SHORT = 0.82
HEADING_ROOM = 6  # columns
WRAPPED = 0.6
TITLE = re.compile(
    r"[^，。、；：！？]{2,60}(方案|规划|计划|意见|纲要|通知|办法|决定|要点)([（(][^（）()]{2,20}[）)])?"
)
DOCUMENT_NUMBER = re.compile(r"\S{2,12}[〔\[【（(]\d{4}[〕\]】）)]\s*\d+\s*号")
NUMBERED = re.compile(r"\d{1,2}\s*[.．、](?!\d)")


@dataclass(slots=True)
class Block:
    """One paragraph or heading. `heading` is set when it announces a part; `head` is what its first
    line gave to `text`, in characters.
    """

    text: str
    first: int
    last: int
    head: int
    heading: Heading | None = None
    cell: bool = False


def blocks_of(lines: list[Line]) -> Iterator[Block]:
    """The paragraphs and headings of a document, in order. Nothing is dropped."""
    wrapping = _Wrapping(_common_width(lines))
    for line in lines:
        if (finished := wrapping.add(line)) is not None:
            yield finished
    if wrapping.block is not None:
        yield wrapping.block


class _Wrapping:
    """The paragraph that is being joined, and what is known of the ones before."""

    def __init__(self, width: float) -> None:
        self.width = width
        self.counting = Counting()
        self.block: Block | None = None
        self.previous = Line(0, "")
        self.in_box = False
        self.items = 0

    def add(self, line: Line) -> Block | None:
        """Take one line; gives back the paragraph that ended before it, if one did."""
        heading, ended = self._heading(line), None
        if self.block is None or heading is not None or self._starts(line, self.block):
            ended = self.block
            self.block = Block(line.text, line.number, line.number, len(line.text), heading, line.cell)
            self._count(line, heading)
        else:
            self.block.text = _joined(self.block.text, line.text)
            self.block.last = line.number
        self.previous = line
        return ended

    def _heading(self, line: Line) -> Heading | None:
        heading = heading_in(line.text)
        if heading is None:
            return None
        if self.in_box and heading.kind == PartKind.TASK and self._is_numbered_item(line, heading):
            return None
        # In the middle of a sentence only the very next number is a heading; 2. may end a wrapped line.
        if self._is_mid_sentence(line) and not self.counting.expects(heading):
            return None
        return heading

    def _is_numbered_item(self, line: Line, heading: Heading) -> bool:
        """Boxes may number their items 1. 2. as tasks are; the count tells which it is."""
        if ITEM.fullmatch(line.text):
            return True
        return heading.number == self.items + 1 and not self.counting.expects(heading)

    def _is_mid_sentence(self, line: Line) -> bool:
        block = self.block
        if block is None or line.cell != self.previous.cell:
            return False
        return not self._is_complete(block) and not is_finished(block.text)

    def _is_complete(self, block: Block) -> bool:
        """Whether nothing more can belong to this paragraph."""
        if self.width == 0 or self.previous.cell:
            return True
        if self.counting.is_untouched and is_standalone(block.text):
            return True
        width = _width(self.previous.text)
        is_bare_heading = (
            block.heading is not None
            and block.first == block.last
            and first_sentence(block.text) == block.text
        )
        if is_bare_heading and width <= self.width - HEADING_ROOM:
            # More words would still have fitted: the heading ended here. One that fills its line runs on.
            return True
        return width < self.width * SHORT and is_finished(block.text)

    def _starts(self, line: Line, block: Block) -> bool:
        if line.cell != self.previous.cell or self._is_complete(block):
            return True
        if not is_finished(block.text):
            return False
        is_item = self.in_box and ITEM.fullmatch(line.text) is not None
        return line.indented or OPENERS.match(line.text) is not None or is_item

    def _count(self, line: Line, heading: Heading | None) -> None:
        if heading is not None:
            self.counting.take(heading)
            self.in_box, self.items = heading.kind == PartKind.BOX, 0
        elif self.in_box and NUMBERED.match(line.text):
            self.items += 1


def is_finished(text: str) -> bool:
    """Whether the text ends as a sentence does."""
    return text.rstrip(QUOTES)[-1:] in tuple(CLOSING) or text.endswith(("）", ")"))


def is_standalone(text: str) -> bool:
    """A title or a document number: complete without a full stop."""
    return TITLE.fullmatch(text) is not None or DOCUMENT_NUMBER.fullmatch(text) is not None


def _joined(before: str, after: str) -> str:
    """Two lines of one paragraph. Only between two Latin words did the break stand for a space."""
    words = before[-1:].isascii() and after[:1].isascii() and after[:1].isalpha()
    if words and (before[-1].isalpha() or before[-1] in ",.;:"):
        return f"{before} {after}"
    return before + after


def _common_width(lines: list[Line]) -> float:
    """The width at which this document was wrapped, in half-width columns; 0 when it was not.

    Wrapped lines break in the middle of a sentence, and do so near the widest line. In a document
    with one paragraph a line, the few lines without a full stop are short beside the others.
    """
    body = [
        line.text
        for line in lines
        if not line.cell and heading_in(line.text) is None and not is_standalone(line.text)
    ]
    broken = sorted(_width(text) for text in body if not is_finished(text))
    if not broken:
        return 0
    width = broken[int(len(broken) * 0.8)]
    return width if width >= max(map(_width, body)) * WRAPPED else 0


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
