"""Columns: the pages below one, narrowed by a choice in the address, in pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.http import urlencode
from wagtail.models import Page

from content.selectors.reading import crumbs_of, newest_first
from core.pagination import page_of

if TYPE_CHECKING:
    from django.db.models import Model

# A multiple of two and of three: rows of cards end together.
CARDS = 24
# Root, front page, column.
COLUMN_DEPTH = 3


def listing(
    column: Page, request: HttpRequest, model: type[Model], *, field: str = "", size: int = CARDS
) -> dict[str, Any]:
    """The pages below a column as `page_of_rows`; ?<field>= narrows them to one of the field's choices.

    `choices` offers what has pages and nothing else. Seven queries.
    """
    rows = model._default_manager.descendant_of(column).live()  # type: ignore[attr-defined]
    asked, choices = request.GET.get(field, ""), []
    if field:
        labels = dict(model._meta.get_field(field).flatchoices)  # type: ignore[union-attr]
        used = set(rows.order_by().values_list(field, flat=True).distinct())
        asked = asked if asked in labels else ""
        choices = _choices(field, {key: label for key, label in labels.items() if key in used}, asked)
        if asked:
            rows = rows.filter(**{field: asked})
    found = page_of(newest_first(rows), request, size=size)
    return {
        "crumbs": crumbs_of(column),
        "choices": choices,
        "asked": asked,
        "page_of_rows": found,
        "query": f"{urlencode({field: asked})}&" if asked else "",
    }


def column_url(slug: str) -> str:
    """The address of a public column below the front page; empty when there is none. One query."""
    page = Page.objects.live().filter(slug=slug, depth=COLUMN_DEPTH).first()
    return (page.url or "") if page else ""


def _choices(field: str, labels: dict[str, str], asked: str) -> list[dict[str, Any]]:
    if len(labels) < 2:
        return []
    everything = {"label": "全部", "url": "?", "current": not asked, "key": ""}
    return [
        everything,
        *(
            {"label": label, "url": f"?{urlencode({field: key})}", "current": key == asked, "key": key}
            for key, label in labels.items()
        ),
    ]
