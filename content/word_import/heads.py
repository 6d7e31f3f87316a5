"""What an official document says of itself: title, number, who issued it and when, and its headings."""

import re

from content.plan.document import PartKind
from content.plan.headings import SENTENCE_END, heading_in
from content.word_import.document import Imported
from content.word_import.lines import Item, Line

LONGEST_TITLE = 60
LONGEST_HEADING = 60
LONGEST_SMALL_HEADING = 30
LONGEST_ISSUER = 30
# How far down the title may begin, and how far from the end the closing may stand.
HEAD_LINES = 6
NUMBER = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,16}\s*[〔\[［（(]\s*\d{4}\s*[〕\]］）)]\s*第?\s*\d+\s*号")
DATE = re.compile(
    r"(?:\d{4}|[〇零○一二三四五六七八九]{4})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日"
)
LEVELS = {PartKind.CHAPTER: 2, PartKind.SECTION: 3, PartKind.TASK: 4}
END_OF_TEXT = "。！？；：，、.!?;:,"


def take_head(items: list[Item], imported: Imported) -> list[Item]:
    """Fill title and document number; the items that are left are the body."""
    rest = list(items)
    before: list[Item] = []
    for place, item in enumerate(rest[:HEAD_LINES]):
        if isinstance(item, Line) and NUMBER.fullmatch(item.text):
            imported.document_number = item.text
            before, rest = rest[:place], rest[place + 1 :]
            imported.report.noted("文首", f"“{item.text}”认作发文字号，请核对。")
            break
    taken = _title_lines(rest)
    if not taken:
        imported.report.noted("标题", "没有找到标题，先用了文件名，请改成正式的标题。")
        return before + rest
    imported.title = "".join(line.text.replace("\n", "") for line in taken)
    if before:
        imported.report.noted("文首", "发文字号前面的文字（如文件头）留在正文开头，不需要的请删去。")
    return before + rest[len(taken) :]


def _title_lines(items: list[Item]) -> list[Line]:
    taken: list[Line] = []
    for item in items[:HEAD_LINES]:
        if not isinstance(item, Line) or item.inline.pictures or not _may_be_title(item, taken):
            break
        taken.append(item)
    return taken


def _may_be_title(line: Line, taken: list[Line]) -> bool:
    """The first line, and those that go on with it: titles of official documents are broken by hand."""
    if line.depth is not None or len(line.text) > LONGEST_TITLE or heading_in(line.text):
        return False
    is_title = line.style.lower() in {"title", "标题"}
    if taken:
        both_centred = taken[0].alignment == line.alignment == "center"
        goes_on = is_title if taken[0].style == line.style and is_title else both_centred and not is_title
        length = sum(len(part.text) for part in taken) + len(line.text)
        return goes_on and length <= LONGEST_TITLE and not _is_below_title(line.text)
    return is_title or line.text[-1:] not in END_OF_TEXT


def _is_below_title(text: str) -> bool:
    return bool(DATE.search(text)) or text.startswith(("—", "（", "(")) or bool(re.search(r"[：:]", text))


def read_closing(items: list[Item], imported: Imported) -> None:
    """Who issued it and when, from the last line that is only a date. Both lines stay in the text."""
    for place in range(len(items) - 1, max(0, len(items) // 2) - 1, -1):
        item = items[place]
        if not isinstance(item, Line) or not DATE.fullmatch(item.text):
            continue
        imported.issued_on = item.text
        above = items[place - 1] if place else None
        if (
            isinstance(above, Line)
            and len(above.text) <= LONGEST_ISSUER
            and above.text[-1:] not in END_OF_TEXT
        ):
            imported.issuer = above.text
            imported.report.noted("文末", f"“{above.text}”认作来源，{item.text}认作日期，请核对。")
        return


def heading_level(line: Line, following: Item | None, shift: int) -> int | None:
    """2 to 4 when this line is a heading: by its numeral first, by Word's style else. May exceed 4."""
    if line.depth is not None and line.style_level is None:
        return None
    found = heading_in(line.text)
    if (
        found
        and found.kind in LEVELS
        and _stands_alone(line.text)
        and (found.kind != PartKind.TASK or _is_small_heading(line, following))
    ):
        return LEVELS[found.kind]
    if line.style_level is not None and line.text:
        return line.style_level + shift
    return None


def _stands_alone(text: str) -> bool:
    """A heading is one phrase; a full stop may end it, not divide it."""
    body = text.rstrip("".join(SENTENCE_END))
    return len(text) <= LONGEST_HEADING and not any(sign in body for sign in SENTENCE_END + "；;\n")


def _is_small_heading(line: Line, following: Item | None) -> bool:
    """1. begins headings and points of a list alike: a heading has text below it and ends without a sign."""
    if line.style_level is not None:
        return True
    if len(line.text) > LONGEST_SMALL_HEADING or line.text[-1] in END_OF_TEXT:
        return False
    if not isinstance(following, Line) or following.depth is not None:
        return following is not None
    below = heading_in(following.text)
    return below is None
