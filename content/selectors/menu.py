"""The columns that menus show: those that have something to read."""

from dataclasses import dataclass

from wagtail.models import Page

from content.reports.columns import empty_column_ids
from content.selectors.columns import COLUMN_DEPTH


@dataclass(frozen=True, slots=True)
class ColumnLink:
    """A column in a menu."""

    title: str
    url: str
    icon: str


ICONS = {
    "campaignindexpage": "event",
    "newsindexpage": "mail",
    "guideindexpage": "book",
    "caseindexpage": "heart",
    "materialindexpage": "download",
    "enterprisepage": "industry",
    "trainingindexpage": "meeting",
    "creationindexpage": "check",
    "contestindexpage": "tree",
    "themedayindexpage": "event",
    "infoindexpage": "info",
}


def open_columns() -> list[ColumnLink]:
    """Public columns below the front page that have something to read, in their order. Two queries."""
    empty = empty_column_ids()
    rows = Page.objects.live().filter(depth=COLUMN_DEPTH, content_type__model__in=ICONS).order_by("path")
    return [
        ColumnLink(str(page.title), page.url or "", ICONS[page.cached_content_type.model])
        for page in rows
        if page.pk not in empty
    ]
