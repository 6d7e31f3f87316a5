"""A page as the checks see it: its words, headings, tables, pictures and films as plain values."""

from collections.abc import Iterator
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import RichText

from content.checks.rules import Draft, Guide, PictureFact, VideoFact

# Fields of a page that are read word by word beside its streams and rich texts.
PLAIN = ("title", "summary", "safety", "subject", "pledge_text", "what_to_bring", "contact", "privacy")


def draft_of(page: Any) -> Draft:
    """The facts of a page as it is in memory, saved or not."""
    draft = Draft(title=page.title or "", summary=page.summary or "", source=page.source or "")
    draft.words = {name: str(getattr(page, name)) for name in PLAIN if getattr(page, name, "")}
    for field in page._meta.get_fields():
        value = getattr(page, field.name, None) if isinstance(field, StreamField | RichTextField) else None
        if not value:
            continue
        draft.words[field.name] = "\n".join(words_in(value))
        if isinstance(field, StreamField):
            _read_stream(value, field.name, draft)
    if page.cover_id and page.cover:
        draft.pictures.append(PictureFact(bool(page.cover.description), page.cover.file_size or 0, "cover"))
    if hasattr(page, "key_points"):
        draft.guide = Guide(len(page.key_points), len(page.steps), len(page.sources))
    return draft


def words_in(value: Any) -> Iterator[str]:
    """Every word below a value, in the order in which it is read. Addresses are no words."""
    if isinstance(value, TypedTable):
        yield from (column["heading"] for column in value.columns if column["heading"])
        yield from (str(cell.value) for row in value.rows for cell in row if cell.value)
    elif isinstance(value, RichText):
        yield from _lines(value.source)
    elif isinstance(value, str):
        yield from _lines(value)
    else:
        for item in _inside(value):
            yield from words_in(item)


def _inside(value: Any) -> list[Any]:
    """What a stream, a list or a struct holds."""
    if isinstance(value, StreamValue):
        return [child.value for child in value]
    if isinstance(value, StructValue):
        return [item for name, item in value.items() if name not in {"url", "source_url", "level"}]
    return list(value) if isinstance(value, ListValue | list | tuple) else []


def _lines(html: str) -> Iterator[str]:
    if "</" in html or "<br" in html:
        for end in ("</p>", "</li>", "<br/>", "<ul>", "<ol>"):
            html = html.replace(end, f"{end}\n")
        html = unescape(strip_tags(html))
    text = html.replace("\xa0", " ")
    yield from (line.strip() for line in text.splitlines() if line.strip())


def _read_stream(value: Any, field: str, draft: Draft) -> None:
    for block in value:
        kind, inner = block.block_type, block.value
        if kind == "heading":
            draft.headings.append(int(inner["level"] or 2))
        elif kind == "paragraph":
            draft.paragraphs += words_in(inner)
        elif kind == "table" and inner["table"]:
            heads = [column["heading"] for column in inner["table"].columns]
            draft.tables.append(sum(not str(head or "").strip() for head in heads))
        elif kind == "video":
            draft.videos.append(
                VideoFact(bool(inner["captions"]), bool((inner["transcript"] or "").strip()), field)
            )
        draft.pictures += _pictures(inner, field)


def _pictures(value: Any, field: str) -> Iterator[PictureFact]:
    """Pictures anywhere below: an ImageBlock gives the picture itself with its words for this place."""
    if isinstance(value, StructValue):
        for item in value.values():
            yield from _pictures(item, field)
    elif isinstance(value, ListValue):
        for item in value:
            yield from _pictures(item, field)
    elif hasattr(value, "contextual_alt_text"):
        has_alt = bool(value.decorative or (value.contextual_alt_text or "").strip())
        yield PictureFact(has_alt, value.file_size or 0, field)
