"""Proves that nothing was dropped: every paragraph of the file must be found again in what was made of it."""

import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

from lxml import etree

from content.word_import.document import Imported
from content.word_import.ooxml import GONE, has_above, q, shortened

# Written by the import (note numbers) or drawn in another way (boxes to tick, dashes before a name).
IGNORED = re.compile(r"[\s\u00ad\u200b\ufeff☐☑☒—–\-\u2011]")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def words_of_html(html: str) -> str:
    """The letters of rich text."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    return "".join(parser.words)


def words_of(imported: Imported) -> str:
    """Every letter of the draft in reading order, title and number first."""
    body = "\n".join(_words_of_value(name, value) for name, value in imported.pieces)
    return "\n".join([imported.document_number, imported.title, body])


def _words_of_value(name: str, value: Any) -> str:
    if name == "paragraph":
        return words_of_html(value)
    if name == "table":
        rows = [[column["heading"] for column in value["table"]["columns"]]]
        rows += [row["values"] for row in value["table"]["rows"]]
        return "\n".join([value["caption"], *(cell for row in rows for cell in row if cell)])
    if name == "picture":
        return str(value["caption"])
    return "\n".join(str(value[key]) for key in ("text", "by") if value.get(key))


def bare(text: str) -> str:
    """Letters to compare by."""
    return IGNORED.sub("", text)


def check(roots: list[etree._Element], imported: Imported) -> None:
    """Report each paragraph of these parts that cannot be found in the draft as often as in the file."""
    # What the import adds to the text is taken out again, so that it cannot part a sentence.
    draft = bare(re.sub(r"\[\d+\]", "", words_of(imported)))
    wanted = Counter(text for root in roots for text in _paragraphs(root) if text)
    for text, times in wanted.items():
        if draft.count(re.sub(r"\[\d+\]", "", text)) < times:
            imported.report.lost("正文", f"“{shortened(text)}”没有完整导入，请对照原文补上。")


def _paragraphs(root: etree._Element) -> list[str]:
    """The letters of each paragraph by itself: text boxes inside it are paragraphs of their own."""
    return [bare(_own_letters(paragraph)) for paragraph in root.iter(q("w:p")) if not _is_twin(paragraph)]


def _own_letters(paragraph: etree._Element) -> str:
    letters: list[str] = []
    for text in paragraph.iter(q("w:t")):
        above = next(one for one in text.iterancestors(q("w:p")))
        if above is paragraph and not has_above(text, *GONE):
            letters.append(text.text or "")
    return "".join(letters)


def _is_twin(paragraph: etree._Element) -> bool:
    return has_above(paragraph, "mc:Choice")
