"""Columns: which are empty, and which have had nothing new for too long."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone
from wagtail.models import Page

from content.models import Column, HomePage
from core import clock

# 政府网站检查 counts two weeks for the front page.
HOME_DAYS: Final = 14


@dataclass(frozen=True, slots=True)
class Freshness:
    """How long ago something new stood in a column. `days` is None when nothing ever did."""

    page_id: int
    title: str
    url_path: str
    allowed: int
    last_at: datetime | None
    days: int | None

    @property
    def state(self) -> str:
        """`late` once the days are over, `soon` from five sevenths of them (day 10 of 14), else `fresh`."""
        if self.days is None or self.days >= self.allowed:
            return "late"
        return "soon" if self.days >= self.allowed - round(self.allowed * 2 / 7) else "fresh"


def columns() -> QuerySet[Page]:
    """Every live column, in the order of the tree."""
    found: QuerySet[Page] = Page.objects.live().filter(content_type__in=_column_types()).order_by("path")
    return found


def empty_columns() -> list[Page]:
    """Live columns without a single live page to read below them; public menus leave them out.

    A column that takes no pages, such as the calendar of theme days, is filled from elsewhere.
    """
    filled_by_pages = [model for model in _column_models() if model.allowed_subpage_models()]
    kinds = ContentType.objects.get_for_models(*filled_by_pages).values()
    return list(columns().filter(~Exists(_texts_below()), content_type__in=kinds))


def empty_column_ids() -> set[int]:
    """The same as numbers, for menus."""
    return {page.pk for page in empty_columns()}


def freshness() -> list[Freshness]:
    """The front page and each column that should be kept up, the one that waits longest first."""
    limits: dict[int, int] = dict.fromkeys(HomePage.objects.live().values_list("pk", flat=True), HOME_DAYS)
    for model in _column_models():
        rows = model._default_manager.filter(live=True, update_within_days__gt=0)
        limits |= dict(rows.values_list("pk", "update_within_days"))
    newest = _texts_below().order_by("-last_published_at").values("last_published_at")[:1]
    pages = Page.objects.filter(pk__in=limits).annotate(newest=Subquery(newest))
    found = [_freshness(page, limits[page.pk]) for page in pages]
    return sorted(found, key=lambda row: (row.days is not None, -(row.days or 0), row.page_id))


def stale_columns() -> list[Freshness]:
    """What the admin's front page warns of: late, or late in a few days."""
    return [row for row in freshness() if row.state != "fresh"]


def _freshness(page: Page, allowed: int) -> Freshness:
    last: datetime | None = page.newest
    days = (clock.today() - timezone.localdate(last)).days if last else None
    return Freshness(page.pk, str(page.title), str(page.url_path), allowed, last, days)


def _texts_below() -> QuerySet[Page]:
    """Live pages below the outer one that are no columns themselves."""
    found: QuerySet[Page] = (
        Page.objects.live()
        .filter(path__startswith=OuterRef("path"), depth__gt=OuterRef("depth"))
        .exclude(content_type__in=_column_types())
    )
    return found


def _column_models() -> list[type[Column]]:
    return [model for model in apps.get_models() if issubclass(model, Column)]


def _column_types() -> Iterable[ContentType]:
    return ContentType.objects.get_for_models(*_column_models()).values()
