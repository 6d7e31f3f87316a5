"""Lines that are no text of the plan: page numbers, the table of contents, repeated page heads."""

import re

from content.plan.document import Line, without_space
from content.plan.headings import SENTENCE_END

PAGE_NUMBER = re.compile(
    r"[—–\-－―─]+\s*\d{1,3}\s*[—–\-－―─]+"
    r"|第\s*\d{1,3}\s*页\s*[,，、/|]?\s*(共\s*\d{1,3}\s*页)?"
    r"|\d{1,3}\s*/\s*\d{1,3}"
    r"|[Pp]age\s*\d{1,3}(\s*of\s*\d{1,3})?"
)
BARE_NUMBER = re.compile(r"\d{1,3}")
CONTENTS_TITLE = re.compile(r"目\s*[录次]")
LEADERS = re.compile(r".*\S\s*(?:[.．…·⋯]\s*){3,}\d{1,3}")
ENDS_IN_NUMBER = re.compile(r"(?P<title>.*\S)\s+\d{1,3}")
# A number alone on a line, followed by one of these, was torn from its unit by a line break.
UNIT = re.compile(r"[年月日个万亿千百十台吨公里米亩项座处%％℃度条辆家户元级类人次种]")
# So many numbers that count up are page numbers, whatever the page after them begins with.
SURE_RUN = 3
HEAD_REPEATS = 3


def without_margins(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """The lines of text, and those left out. Blank lines are dropped from both."""
    inked = [line for line in lines if line.text]
    outside = _page_numbers(inked) | _contents(inked) | _page_heads(inked)
    return (
        [line for line in inked if line.number not in outside],
        [line for line in inked if line.number in outside],
    )


def _page_numbers(lines: list[Line]) -> set[int]:
    found = {line.number for line in lines if not line.cell and PAGE_NUMBER.fullmatch(line.text)}
    return found | _bare_page_numbers(lines)


def _bare_page_numbers(lines: list[Line]) -> set[int]:
    """Numbers alone on a line are page numbers when they count up by one; a torn-off 80 does not."""
    alone = [
        (int(line.text), line.number, after is not None and UNIT.match(after.text) is not None)
        for line, after in zip(lines, [*lines[1:], None], strict=True)
        if not line.cell and BARE_NUMBER.fullmatch(line.text)
    ]
    run = _longest_count([(value, number) for value, number, _ in alone])
    if len(run) < SURE_RUN:
        run = _longest_count([(value, number) for value, number, has_unit in alone if not has_unit])
    if len(run) == 1 and run[0][0] != 1:
        return set()
    return {number for _, number in run}


def _longest_count(candidates: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of (value, line) whose values go up by one."""
    best: list[tuple[int, int]] = []
    for start, first in enumerate(candidates):
        run = [first]
        for value, number in candidates[start + 1 :]:
            if value == run[-1][0] + 1:
                run.append((value, number))
        best = max(best, run, key=len)
    return best


def _contents(lines: list[Line]) -> set[int]:
    """A table of contents: lines with leaders anywhere, and the run of entries after 目录."""
    found = {line.number for line in lines if LEADERS.fullmatch(line.text)}
    for place, line in enumerate(lines):
        if not CONTENTS_TITLE.fullmatch(line.text):
            continue
        found.add(line.number)
        later = [without_space(other.text) for other in lines[place + 1 :]]
        for offset, entry in enumerate(lines[place + 1 :]):
            if entry.number not in found and not _is_entry(entry.text, later[offset + 1 :]):
                break
            found.add(entry.number)
    return found


def _is_entry(text: str, later: list[str]) -> bool:
    """A line of a table of contents comes again as a heading further down."""
    if text[-1] in SENTENCE_END:
        return False
    ending = ENDS_IN_NUMBER.fullmatch(text)
    title = without_space(ending["title"] if ending else text)
    return any(other.startswith(title) for other in later)


def _page_heads(lines: list[Line]) -> set[int]:
    """The title of the plan printed again at the top of each page."""
    if not lines:
        return set()
    repeats = [line.number for line in lines if line.text == lines[0].text and not line.cell]
    return set(repeats[1:]) if len(repeats) > HEAD_REPEATS and len(lines[0].text) > 3 else set()
