"""Pages to read that name something: a part of the plan, a department, a theme day, an action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from wagtail.models import Page

from content import models

# More than these are a list of their own; the site's search finds the rest.
SHOWN = 6


@dataclass(frozen=True, slots=True)
class LinkedPage:
    """A page as a card: its kind in a word."""

    title: str
    url: str
    kind: str
    icon: str


ICONS = {
    "campaignpage": "event",
    "guidepage": "book",
    "articlepage": "file",
    "casepage": "heart",
    "materialpage": "download",
    "trainingsessionpage": "meeting",
    "creationpage": "check",
    "contestpage": "tree",
    "infopage": "info",
}


def reading_models() -> list[type[models.ReadingPage]]:
    """The kinds of pages to read."""
    return [model for model in apps.get_models() if issubclass(model, models.ReadingPage)]


def reading_names() -> list[str]:
    """The same, as a query on all pages calls them."""
    return [model._meta.model_name or "" for model in reading_models()]


def linked_to(*, but: int | None = None, limit: int = SHOWN, **named: Any) -> list[LinkedPage]:
    """Live pages where any of these fields has that value; None matches nothing. One query.

    Pages that share the field named first come first, among them guides, then the newest.
    """
    asked = [_named(name, value) for name, value in named.items()]
    ranks = [(found, place) for place, found in enumerate(asked) if found]
    if not ranks:
        return []
    rank = Case(*(When(found, then=Value(place)) for found, place in ranks), default=None)
    rows = Page.objects.live().exclude(pk=but).annotate(rank=rank).filter(rank__isnull=False)
    guides = Case(When(guidepage__isnull=False, then=Value(0)), default=Value(1))
    return [linked(page) for page in rows.order_by("rank", guides, "-first_published_at", "pk")[:limit]]


def _named(name: str, value: Any) -> Q:
    """Pages of any kind that has this field, with this value in it."""
    found = Q()
    for model in reading_models() if value else []:
        if name in {field.name for field in model._meta.get_fields()}:
            found |= Q(**{f"{model._meta.model_name}__{name}": value})
    return found


def reading_about(page: Page) -> list[LinkedPage]:
    """Live pages that belong to a part of the plan or explain it. One query."""
    return linked_to(plan_part=page.pk, interprets=page.pk)


def linked_by_theme_day() -> dict[int, list[LinkedPage]]:
    """Live pages of every theme day at once. One query."""
    fields = [F(f"{name}__theme_day") for name in reading_names()]
    rows = Page.objects.live().annotate(day=Coalesce(*fields)).filter(day__isnull=False)
    found: dict[int, list[LinkedPage]] = {}
    for page in rows.order_by("-first_published_at", "pk"):
        found.setdefault(page.day, []).append(linked(page))
    return found


def linked(page: Page) -> LinkedPage:
    """One page as a card."""
    model = page.cached_content_type.model_class()
    word = str(model._meta.verbose_name) if model else ""
    return LinkedPage(
        str(page.title), page.url or "", word, ICONS.get(page.cached_content_type.model, "leaf")
    )
