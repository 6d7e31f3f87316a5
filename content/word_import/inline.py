"""What stands inside a paragraph: letters with their marks and links, pictures, notes."""

from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import urlsplit

from mammoth import documents

from content.word_import.document import ImportedPicture
from content.word_import.report import Report

TAGS = (("bold", "b"), ("italic", "i"), ("sup", "sup"), ("sub", "sub"))
SCHEMES = {"http", "https", "mailto", "tel"}
INVISIBLE = str.maketrans({"\u00ad": None, "\u200b": None, "\ufeff": None, "\u2011": "-", "\x0b": "\n"})


@dataclass(frozen=True, slots=True)
class Span:
    """Letters with the same marks and link."""

    text: str
    marks: frozenset[str] = frozenset()
    href: str = ""


@dataclass(slots=True)
class Inline:
    """The contents of one paragraph."""

    spans: list[Span] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The letters alone, without space around them."""
        return "".join(span.text for span in self.spans).strip()

    @property
    def is_bold(self) -> bool:
        """Whether every letter is bold."""
        inked = [span for span in self.spans if span.text.strip()]
        return bool(inked) and all("bold" in span.marks for span in inked)

    def html(self, *, drop: frozenset[str] = frozenset()) -> str:
        """Rich text without its paragraph."""
        return "".join(_html(span, drop) for span in _merged(_trimmed(self.spans)))


def _html(span: Span, drop: frozenset[str]) -> str:
    out = escape(span.text, quote=False).replace("\n", "<br/>")
    for mark, tag in TAGS:
        if mark in span.marks - drop and span.text.strip():
            out = f"<{tag}>{out}</{tag}>"
    return f'<a href="{escape(span.href)}">{out}</a>' if span.href else out


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in spans:
        last = merged[-1] if merged else None
        if last and (last.marks, last.href) == (span.marks, span.href):
            merged[-1] = Span(last.text + span.text, span.marks, span.href)
        elif span.text:
            merged.append(span)
    return merged


def _trimmed(spans: list[Span]) -> list[Span]:
    """Without the space at both ends: Chinese documents indent with spaces."""
    rest = [span for span in spans if span.text]
    while rest and not rest[0].text.strip():
        rest.pop(0)
    while rest and not rest[-1].text.strip():
        rest.pop()
    if rest:
        rest[0] = Span(rest[0].text.lstrip(), rest[0].marks, rest[0].href)
        rest[-1] = Span(rest[-1].text.rstrip(), rest[-1].marks, rest[-1].href)
    return rest


class InlineReader:
    """Reads paragraphs one after the other, and remembers pictures and notes on the way."""

    def __init__(self, notes: Any, pictures: list[ImportedPicture], report: Report) -> None:
        self._notes = notes
        self._pictures = pictures
        self._report = report
        self._met = 0
        self._place = ""
        self.noted: list[Any] = []

    def read(self, children: list[Any], place: str) -> Inline:
        """The contents of a paragraph at this place."""
        self._place = place
        inline = Inline()
        self._walk(children, frozenset(), "", inline)
        return inline

    def _walk(self, children: list[Any], marks: frozenset[str], href: str, into: Inline) -> None:
        for node in children:
            if isinstance(node, documents.Run):
                self._walk(node.children, marks | self._marks(node), href, into)
            elif isinstance(node, documents.Hyperlink):
                self._walk(node.children, marks, self._address(node) or href, into)
            elif isinstance(node, documents.Image):
                self._picture(node, into)
            else:
                into.spans.append(
                    Span(self._letters(node).translate(INVISIBLE), *self._look(node, marks, href))
                )

    @staticmethod
    def _look(node: Any, marks: frozenset[str], href: str) -> tuple[frozenset[str], str]:
        return (frozenset({"sup"}), "") if isinstance(node, documents.NoteReference) else (marks, href)

    def _letters(self, node: Any) -> str:
        if isinstance(node, documents.Text):
            return str(node.value)
        if isinstance(node, documents.Tab):
            return " "
        if isinstance(node, documents.Checkbox):
            return "☑" if node.checked else "☐"
        if isinstance(node, documents.NoteReference):
            self.noted.append(self._notes.resolve(node))
            return f"[{len(self.noted)}]"
        if isinstance(node, documents.Break):
            if node.break_type == "line":
                return "\n"
            self._report.changed("全文", "分页符和分栏符已去掉，网页不分页。")
        return ""

    def _marks(self, run: Any) -> frozenset[str]:
        marks = {name for name, has in (("bold", run.is_bold), ("italic", run.is_italic)) if has}
        if run.vertical_alignment == "superscript":
            marks.add("sup")
        elif run.vertical_alignment == "subscript":
            marks.add("sub")
        text = "".join(str(child.value) for child in run.children if isinstance(child, documents.Text))
        if run.is_strikethrough and text.strip():
            self._report.noted(
                self._place, f"“{text.strip()[:30]}”原来有删除线，现在是普通文字，不要的请删去。"
            )
        if (run.is_underline or run.highlight) and text.strip():
            self._report.changed("全文", "下划线和底色没有保留，网页上的下划线只用于链接。")
        return frozenset(marks)

    def _address(self, link: Any) -> str:
        href = str(link.href or "").strip()
        if not href:
            return ""
        try:
            scheme = urlsplit(href).scheme.lower()
        except ValueError:
            scheme = ""
        if scheme in SCHEMES:
            return href
        self._report.changed(self._place, f"链接“{href[:60]}”不是网址，只保留了文字。")
        return ""

    def _picture(self, image: Any, into: Inline) -> None:
        self._met += 1
        place = f"第 {self._met} 张图片"
        try:
            with image.open() as stream:
                data = stream.read()
        except (OSError, KeyError, ValueError):
            self._report.lost(place, "图片不在文件里（可能只是链接），请另外插入。")
            return
        alt = " ".join(str(image.alt_text or "").split())
        self._pictures.append(ImportedPicture(data, alt, place))
        into.pictures.append(len(self._pictures) - 1)
