"""Which published page is which part of a new version, when parts were renumbered or renamed."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME_ENOUGH = 0.6  # share of common characters; 推进绿色低碳建造 and 推进绿色低碳建造工作 have 0.89


@dataclass(frozen=True, slots=True)
class Label:
    """Number and official title; a page that only carries our own words has no official title yet."""

    number: int | None
    title: str = ""


def matched(parts: Sequence[Label], pages: Sequence[Label]) -> list[int | None]:
    """For each part the index of its page, or None when the part is new. Each page is used once.

    A title decides before a number: a task that moved from 3 to 4 keeps its page and what was written there.
    """
    result: list[int | None] = [None] * len(parts)
    free = set(range(len(pages)))

    def give(part: int, page: int) -> None:
        result[part] = page
        free.discard(page)

    for part, label in enumerate(parts):
        for page in sorted(free):
            if pages[page] == label or (not pages[page].title and pages[page].number == label.number):
                give(part, page)
                break
    pairs = [
        (
            likeness(parts[part].title, pages[page].title),
            parts[part].number == pages[page].number,
            -part,
            -page,
        )
        for part in range(len(parts))
        if result[part] is None
        for page in free
    ]
    for score, _, part, page in sorted(pairs, reverse=True):
        if score >= SAME_ENOUGH and result[-part] is None and -page in free:
            give(-part, -page)
    return result


def likeness(one: str, other: str) -> float:
    """0 for nothing in common, 1 for equal."""
    if not one or not other:
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
