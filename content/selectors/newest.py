"""The newest pages to read, for feeds."""

from __future__ import annotations

from wagtail.models import Page

from content import models
from content.selectors.columns import COLUMN_DEPTH
from content.selectors.linked import reading_names

SHOWN = 20


def newest_pages(column: Page | None = None) -> list[Page]:
    """Public pages to read as their own kinds, the newest first; below a column, or everywhere.

    One query and one for each kind that is among them.
    """
    kinds = reading_names()
    rows = Page.objects.live().public().filter(content_type__model__in=kinds)
    if column is not None:
        rows = rows.descendant_of(column)
    return list(rows.order_by("-first_published_at", "-pk").specific()[:SHOWN])


def column_named(slug: str) -> Page | None:
    """A public column by its address."""
    found = Page.objects.live().public().filter(slug=slug, depth__in=(COLUMN_DEPTH, COLUMN_DEPTH + 1))
    names = [model._meta.model_name for model in models.Column.__subclasses__()]
    column: Page | None = found.filter(content_type__model__in=names).first()
    return column
