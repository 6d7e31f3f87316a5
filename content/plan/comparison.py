"""What differs between two versions of the text, in words for the person who imports."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

SHOWN = 40  # characters around a change


@dataclass(slots=True)
class Comparison:
    """Paragraphs added, changed and removed; `lines` describe each in the order of the document.

    `is_first` says that there was no text before: then every paragraph is new and `lines` stays empty.
    """

    added: int = 0
    changed: int = 0
    removed: int = 0
    lines: list[str] = field(default_factory=list)

    is_first: bool = False

    @property
    def is_same(self) -> bool:
        """Whether the text is word for word the same."""
        return not (self.added or self.changed or self.removed)


def compared(before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> Comparison:
    """Compare two texts given as (anchor, text) in order."""
    result = Comparison(is_first=not before)
    if result.is_first:
        result.added = len(after)
        return result
    matcher = SequenceMatcher(None, [text for _, text in before], [text for _, text in after], autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        old, new = before[start:end], after[new_start:new_end]
        pairs = min(len(old), len(new))
        for (_, was), (anchor, now) in zip(old[:pairs], new[:pairs], strict=True):
            result.changed += 1
            result.lines += [f"改 {anchor}", *_difference(was, now)]
        for anchor, text in old[pairs:]:
            result.removed += 1
            result.lines.append(f"删 {anchor} - {_short(text)}")
        for anchor, text in new[pairs:]:
            result.added += 1
            result.lines.append(f"增 {anchor} + {_short(text)}")
    return result


def _difference(was: str, now: str) -> Iterator[str]:
    """The differing stretch of both, with a few characters around it."""
    start = 0
    while start < min(len(was), len(now)) and was[start] == now[start]:
        start += 1
    end = 0
    while end < min(len(was), len(now)) - start and was[-1 - end] == now[-1 - end]:
        end += 1
    for sign, text in (("-", was), ("+", now)):
        left, right = max(start - 8, 0), min(len(text) - end + 8, len(text))
        yield f"  {sign} {'…' if left else ''}{_short(text[left:right])}{'…' if right < len(text) else ''}"


def _short(text: str) -> str:
    return text if len(text) <= SHOWN * 2 else f"{text[:SHOWN]}……{text[-SHOWN:]}"
