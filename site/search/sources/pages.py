"""Pages of the tree."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from wagtail.models import Page, Site

from core import clock
from search.sources.base import Row, Source
from search.texts import texts_of

_TABS_BY_CLASS = {
    "guides": ("GuidePage", "GuideIndexPage"),
    "events": (
        *("CreationPage", "CreationIndexPage", "TrainingSessionPage", "TrainingIndexPage"),
        *("ThemeDayIndexPage", "CampaignPage", "CampaignIndexPage"),
        *("ContestPage", "ContestIndexPage"),
    ),
    "plan": ("PlanPage", "PlanChapterPage", "PlanSectionPage", "PlanTaskPage", "PlanBoxPage"),
    "news": (
        *("ArticlePage", "NewsIndexPage", "ColumnPage", "CasePage", "CaseIndexPage", "MaterialPage"),
        *("MaterialIndexPage", "EnterprisePage"),
    ),
}
_TABS = {name: tab for tab, names in _TABS_BY_CLASS.items() for name in names}


def public_pages() -> Any:
    """Pages of this site that anybody may read now. Expired ones are gone at once, before the job that
    unpublishes them has run."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return Page.objects.none()
    not_expired = Q(expire_at__isnull=True) | Q(expire_at__gt=clock.now())
    return Page.objects.live().public().filter(not_expired).descendant_of(site.root_page, inclusive=True)


def _public(keys: Sequence[str]) -> set[str]:
    return set(map(str, public_pages().filter(pk__in=keys).values_list("pk", flat=True)))


def _rows(keys: Sequence[str]) -> dict[str, Row]:
    pages = Page.objects.filter(pk__in=keys).specific()
    return {
        str(page.pk): Row(
            title=page.title,
            url=page.url or "",
            summary=getattr(page, "summary", "") or page.search_description,
            text=texts_of(page).prose,
            label=_label(page),
        )
        for page in pages
    }


def _label(page: Any) -> str:
    """方案：任务 is 方案解读 to a reader: the official text is a result of its own."""
    name = str(page.specific_class._meta.verbose_name)
    return "方案解读" if _TABS.get(type(page).__name__) == "plan" else name.removeprefix("栏目：")


PAGES = Source(
    model=Page,
    tab_of=lambda model: _TABS.get(model.__name__, "other"),
    public=_public,
    rows=_rows,
)
