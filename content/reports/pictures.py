"""Pictures that say nothing to people who cannot see them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Page, ReferenceIndex

from content.reports.gathering import BATCH
from media.models import Picture


@dataclass(frozen=True, slots=True)
class Silent:
    """A picture on a live page that neither says what it shows nor only decorates."""

    page_id: int
    page_title: str
    picture_id: int


def undescribed_pictures() -> QuerySet[Picture]:
    """Pictures of the library without a description, the newest first."""
    found: QuerySet[Picture] = Picture.objects.filter(description="").order_by("-created_at", "-pk")
    return found


def silent_pictures() -> list[Silent]:
    """Picture blocks of live pages without words of their own."""
    page_type, picture_type = (ContentType.objects.get_for_model(model) for model in (Page, Picture))
    using = ReferenceIndex.objects.filter(base_content_type=page_type, to_content_type=picture_type)
    numbers = {int(number) for number in using.values_list("object_id", flat=True)}
    pages = Page.objects.live().filter(pk__in=numbers).order_by("path").specific()
    return [
        Silent(page.pk, str(page.title), picture_id)
        for page in pages.iterator(chunk_size=BATCH)
        for picture_id in dict.fromkeys(_silent_on(page))
    ]


def _silent_on(page: Page) -> Iterator[int]:
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            value: StreamValue = getattr(page, field.name)
            yield from _silent_in(list(value.get_prep_value()))


def _silent_in(value: Any) -> Iterator[int]:
    """Numbers of pictures in blocks as they are stored: {image, decorative, alt_text}."""
    if isinstance(value, dict):
        if {"image", "decorative", "alt_text"} <= set(value):
            if value["image"] and not value["decorative"] and not (value["alt_text"] or "").strip():
                yield int(value["image"])
            return
        value = list(value.values())
    if isinstance(value, list | tuple):
        for part in value:
            yield from _silent_in(part)
