"""A page to read as the article that an official account would publish."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any

from django.db.models import Model
from wagtail.blocks import StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import RichText, expand_db_html

from content.checks.facts import words_in
from content.wechat_draft.rules import STYLES, Notes, faults, paragraph, safe_rich_text, tag

# As a reader needs them; fields that are not named here follow, the sources come last.
ORDER = ("summary", "key_points", "subject", "figures", "steps", "why", "safety", "body")
LAST = "sources"
SIZE = "width-900|format-jpeg"


@dataclass(slots=True)
class Article:
    """What `draft/add` takes, before pictures are uploaded. `pictures` are addresses in `html`."""

    title: str
    author: str
    digest: str
    html: str
    cover: Any = None
    faults: list[str] = field(default_factory=list)
    # Address in the article → the rendition it shows.
    pictures: dict[str, Any] = field(default_factory=dict)


class Writer:
    """Goes through the fields of one page."""

    def __init__(self) -> None:
        self.notes = Notes()
        self.pictures: dict[str, Any] = {}

    def of_field(self, page: Any, name: str) -> Iterator[str]:
        """One field's words and pictures."""
        value = getattr(page, name, None)
        if not value:
            return
        if name == LAST:
            yield tag("h3", "依据和出处")
        kind = page._meta.get_field(name)
        if isinstance(kind, RichTextField):
            yield self._rich(value)
        elif isinstance(kind, StreamField):
            for block in value:
                yield from self.of_block(block.block_type, block.value)
        else:
            yield paragraph(str(value))

    def of_block(self, kind: str, value: Any) -> Iterator[str]:
        """One piece of a stream; what is not drawn in a way of its own is written down word by word."""
        if kind == "heading":
            yield tag(f"h{value['level'] or 2}", escape(value["text"], quote=False))
        elif isinstance(value, RichText):
            yield self._rich(value.source)
        elif kind == "table":
            yield from self._table(value)
        elif kind == "quote":
            yield tag("blockquote", "".join(paragraph(line) for line in words_in(value)))
        elif hasattr(value, "contextual_alt_text"):
            yield self._picture(value)
        elif isinstance(value, Model):
            yield paragraph(_said_of(value))
        elif isinstance(value, ListValue | StructValue):
            for name, item in _inside(value):
                yield from self.of_block(name, item)
        else:
            yield from (paragraph(line) for line in words_in(value))

    def _rich(self, source: str) -> str:
        return safe_rich_text(expand_db_html(source), self.notes)

    def _picture(self, image: Any) -> str:
        rendition = image.get_rendition(SIZE)
        self.pictures[rendition.full_url] = rendition
        alt = escape("" if image.decorative else image.contextual_alt_text or "")
        return f'<img src="{escape(rendition.full_url)}" alt="{alt}" style="{STYLES["img"]}">'

    def _table(self, value: Any) -> Iterator[str]:
        if value["caption"]:
            yield paragraph(value["caption"], "small")
        table = value["table"]
        if not table:
            return
        heads = [escape(column["heading"] or "", quote=False) for column in table.columns]
        rows = "".join(
            "<tr>"
            + "".join(
                tag("td", escape(str(cell.value or ""), quote=False).replace("\n", "<br>")) for cell in row
            )
            + "</tr>"
            for row in table.rows
        )
        head = f"<tr>{''.join(tag('th', text) for text in heads)}</tr>" if any(heads) else ""
        yield tag("table", f"<tbody>{head}{rows}</tbody>")


def _said_of(chosen: Model) -> str:
    """What is written of an action, a file or an ad: its name, and what it says."""
    words = (getattr(chosen, name, "") for name in ("name", "title", "summary", "text"))
    return "：".join(str(word) for word in words if word)


def _inside(value: Any) -> list[tuple[str, Any]]:
    """The parts of a list or struct, with their names; addresses and levels are no words."""
    if isinstance(value, ListValue):
        return [("", item) for item in value]
    hidden = {"url", "source_url", "level"}
    return [(name, item) for name, item in value.items() if item and name not in hidden]


def article_of(page: Any) -> Article:
    """The article of a page as it is in memory."""
    writer = Writer()
    streams = [one.name for one in page._meta.get_fields() if isinstance(one, StreamField | RichTextField)]
    names = [name for name in ORDER if hasattr(page, name)]
    names += [name for name in streams if name not in {*names, LAST}]
    parts = [part for name in [*names, LAST] for part in writer.of_field(page, name)]
    signed = [f"来源：{page.source}" if page.source else "", f"责编：{page.responsible_editor}"]
    closing = "　".join(part for part in signed[: 2 if page.responsible_editor else 1] if part)
    if closing:
        parts.append(paragraph(closing, "small"))
    html = "".join([*parts, writer.notes.html()])
    return Article(
        title=page.title,
        author=page.responsible_editor or page.source,
        digest=page.summary,
        html=f"<section>{html}</section>",
        cover=page.cover,
        faults=faults(title=page.title, digest=page.summary, has_cover=bool(page.cover_id)),
        pictures=writer.pictures,
    )
