"""Decides what each line is, and puts the pieces of the page together."""

import re
from html import escape

from content.word_import.document import Imported, Piece
from content.word_import.heads import heading_level
from content.word_import.inline import Inline
from content.word_import.lines import Item, Line, TableItem

LONGEST_TEXT = 100  # of a heading's block
LONGEST_CAPTION = 100
LONGEST_QUOTE = 500
DEEPEST = 4
QUOTES = {"quote", "intense quote", "引用", "明显引用"}
CAPTIONS = {"caption", "题注"}
TABLE_NAME = re.compile(r"表\s*[\d一二三四五六七八九十]+(?![\d一二三四五六七八九十]*[、.．是为中可])")
PICTURE_NAME = re.compile(r"图\s*[\d一二三四五六七八九十]+(?![\d一二三四五六七八九十]*[、.．是为中可])")


class Assembler:
    """Goes through the items once, from top to bottom."""

    def __init__(self, imported: Imported) -> None:
        self._imported = imported
        self._report = imported.report
        self._held: list[str] = []
        self._list: list[Line] = []
        self._quote: list[Line] = []

    def run(self, items: list[Item]) -> None:
        """Fill the pieces."""
        items = _captioned(items)
        shift = _shift(items)
        for place, item in enumerate(items):
            following = items[place + 1] if place + 1 < len(items) else None
            if isinstance(item, TableItem):
                self._flush()
                self._add(item.grid.piece(item.caption))
                self._pictures(item.pictures, "")
            else:
                self._line(item, following, shift)
        self._flush()

    def _line(self, line: Line, following: Item | None, shift: int) -> None:
        level = heading_level(line, following, shift)
        if level is not None and len(line.text) <= LONGEST_TEXT:
            self._flush()
            self._heading(line, level)
        elif line.style.lower() in QUOTES:
            self._flush_list()
            self._quote.append(line)
        elif line.depth is not None and line.text:
            self._flush_quote()
            self._list.append(line)
        elif line.text:
            self._flush_quote()
            self._flush_list()
            self._held.append(f"<p>{line.inline.html()}</p>")
            if level is not None:
                self._report.changed(line.place, f"标题超过 {LONGEST_TEXT} 字，成为正文。")
        if line.inline.pictures:
            self._flush()
            self._pictures(line.inline.pictures, line.caption)

    def _heading(self, line: Line, level: int) -> None:
        if level > DEEPEST:
            self._report.changed(line.place, f"“{line.text[:30]}”的标题层级太深，改为三级标题。")
        text = " ".join(line.text.split())
        if "[" in text and any("sup" in span.marks for span in line.inline.spans):
            self._report.noted(line.place, "标题里有注释，注释的编号成为标题文字，请核对。")
        self._add(("heading", {"text": text, "level": str(min(level, DEEPEST))}))
        for span in line.inline.spans:
            if span.href:
                self._report.changed(line.place, f"标题里的链接只保留了文字，网址是 {span.href[:120]}。")

    def _pictures(self, numbers: list[int], caption: str) -> None:
        for number in numbers:
            self._add(("picture", {"image": number, "caption": caption}))
            picture = self._imported.pictures[number]
            if not picture.alt:
                self._report.noted(picture.place, "没有文字说明（alt），提交前请写一句画面里有什么。")

    def notes(self, lines: list[list[Line]]) -> None:
        """Foot- and endnotes, each with the number that stands in the text."""
        for number, note in enumerate(lines, start=1):
            for place, line in enumerate(note):
                mark = f"[{number}] " if place == 0 else ""
                self._held.append(f"<p>{escape(mark)}{line.inline.html()}</p>")
        if lines:
            self._report.changed(
                "全文", f"{len(lines)} 条脚注、尾注放在了正文最后，正文里用 [1] 这样的编号标出。"
            )
        self._flush()

    def _add(self, piece: Piece) -> None:
        self._imported.pieces.append(piece)

    def _flush(self) -> None:
        self._flush_quote()
        self._flush_list()
        if self._held:
            self._add(("paragraph", "".join(self._held)))
            self._held = []

    def _flush_list(self) -> None:
        if self._list:
            self._held.append(
                list_html([(line.depth or 0, line.is_ordered, line.inline) for line in self._list])
            )
            self._list = []

    def _flush_quote(self) -> None:
        lines, self._quote = self._quote, []
        if not lines:
            return
        texts = [line.text for line in lines]
        by = texts.pop().lstrip("—–- ") if len(texts) > 1 and texts[-1].startswith("—") else ""
        text = "\n".join(texts)
        if len(text) > LONGEST_QUOTE:
            self._report.changed(lines[0].place, f"引用超过 {LONGEST_QUOTE} 字，成为普通正文。")
            self._held += [f"<p>{line.inline.html()}</p>" for line in lines]
            return
        if not by:
            self._report.noted(lines[0].place, "引用没有写是谁说的，请补上。")
        if self._held:
            self._add(("paragraph", "".join(self._held)))
            self._held = []
        self._add(("quote", {"text": text, "by": by}))


def list_html(items: list[tuple[int, bool, Inline]]) -> str:
    """Nested lists; a depth that is left out is treated as the next one."""
    out: list[str] = []
    open_tags: list[str] = []
    for depth, is_ordered, inline in items:
        wanted, tag = min(depth, len(open_tags)) + 1, "ol" if is_ordered else "ul"
        while len(open_tags) > wanted or (len(open_tags) == wanted and open_tags[-1] != tag):
            out.append(f"</li></{open_tags.pop()}>")
        if len(open_tags) == wanted:
            out.append("</li>")
        while len(open_tags) < wanted:
            out.append(f"<{tag}>")
            open_tags.append(tag)
        out.append(f"<li>{inline.html()}")
    while open_tags:
        out.append(f"</li></{open_tags.pop()}>")
    return "".join(out)


def _shift(items: list[Item]) -> int:
    """What to add to Word's heading levels, so that the highest in use becomes level 2."""
    levels = [item.style_level for item in items if isinstance(item, Line) and item.style_level is not None]
    return 2 - min(levels) if levels else 1


def _captioned(items: list[Item]) -> list[Item]:
    """Names of tables (above them) and of pictures (below them) move into what they name."""
    out: list[Item] = []
    for item in items:
        last = out[-1] if out else None
        if isinstance(item, TableItem) and isinstance(last, Line) and _names(last, TABLE_NAME):
            out.pop()
            item.caption = last.text
        elif (
            isinstance(item, Line)
            and isinstance(last, Line)
            and len(last.inline.pictures) == 1
            and not last.text
            and not last.caption
            and _names(item, PICTURE_NAME)
        ):
            last.caption = item.text
            continue
        out.append(item)
    return out


def _names(line: Line, pattern: re.Pattern[str]) -> bool:
    if line.inline.pictures or not line.text or len(line.text) > LONGEST_CAPTION:
        return False
    return line.style.lower() in CAPTIONS or (bool(pattern.match(line.text)) and not line.text.endswith("。"))
