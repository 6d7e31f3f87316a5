"""What a line announces: a chapter, section, task or box; and how they are counted."""

import re
from dataclasses import dataclass

from content.plan.document import PartKind
from content.plan.numerals import CHINESE, chinese, number_of

SENTENCE_END = "。！？!?"
# A heading longer than this is a sentence that happens to start with a number.
LONGEST_TITLE = 60

PATTERNS = {
    PartKind.CHAPTER: re.compile(rf"([{CHINESE}]+)\s*、\s*(?P<rest>\S.*)"),
    PartKind.SECTION: re.compile(rf"[（(]\s*([{CHINESE}]+)\s*[）)]\s*[、.．]?\s*(?P<rest>\S.*)"),
    # 2.5 万千瓦 and 1、2 号机组 at the start of a line are no headings.
    PartKind.TASK: re.compile(r"(\d{1,2})\s*[.．、]\s*(?!\d)(?P<rest>\S.*)"),
    PartKind.BOX: re.compile(
        rf"专栏\s*([{CHINESE}]+|\d{{1,2}})(?![{CHINESE}\d])\s*[：:、.．]?\s*(?P<rest>.*)"
    ),
}
LEVEL_NAMES = {
    PartKind.CHAPTER: "章",
    PartKind.SECTION: "节",
    PartKind.TASK: "任务",
    PartKind.BOX: "专栏",
    PartKind.ITEM: "专栏项目",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading recognised by its numeral. `rest` is what follows the numeral on the line."""

    kind: PartKind
    number: int
    rest: str


def heading_in(text: str) -> Heading | None:
    """The heading that this line could be, judged by the line alone."""
    for kind, pattern in PATTERNS.items():
        if (found := pattern.fullmatch(text)) and (number := number_of(found[1])):
            rest = found["rest"]
            if len(first_sentence(rest)) <= LONGEST_TITLE:
                return Heading(kind, number, rest)
    return None


def first_sentence(text: str) -> str:
    """Up to and with the first full stop: 国务院-style headings run into their text."""
    for place, character in enumerate(text):
        if character in SENTENCE_END:
            return text[: place + 1]
    return text


def written(kind: PartKind, number: int) -> str:
    """How the genre writes a number of this kind: 三、 （三） 3. 专栏三."""
    if kind == PartKind.CHAPTER:
        return f"{chinese(number)}、"
    if kind == PartKind.SECTION:
        return f"（{chinese(number)}）"
    return f"{number}." if kind == PartKind.TASK else f"专栏{chinese(number)}"


class Counting:
    """The numbers that may come next while a document is read from top to bottom.

    Sections start again in each chapter and tasks in each section, or run on through the document;
    both customs exist. Boxes run through the document.
    """

    def __init__(self) -> None:
        self._last = dict.fromkeys(PATTERNS, 0)
        self._is_first = dict.fromkeys(PATTERNS, True)

    @property
    def is_untouched(self) -> bool:
        """Whether no heading has come yet: the title and what stands around it are being read."""
        return not any(self._last.values())

    def expects(self, heading: Heading) -> bool:
        """Whether this heading is the next of its kind."""
        if heading.kind in (PartKind.SECTION, PartKind.TASK) and self._is_first[heading.kind]:
            return heading.number in (1, self._last[heading.kind] + 1)
        return heading.number == self._last[heading.kind] + 1

    def next_number(self, kind: PartKind) -> int:
        """The number that should come next."""
        restarts = kind in (PartKind.SECTION, PartKind.TASK) and self._is_first[kind]
        return 1 if restarts else self._last[kind] + 1

    def take(self, heading: Heading) -> None:
        """Go on from this heading."""
        self._last[heading.kind] = heading.number
        self._is_first[heading.kind] = False
        if heading.kind == PartKind.CHAPTER:
            self._is_first[PartKind.SECTION] = self._is_first[PartKind.TASK] = True
        elif heading.kind == PartKind.SECTION:
            self._is_first[PartKind.TASK] = True
