"""What stands around every page to read: where it lies, what belongs to it, what others need to share it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wagtail.models import Page

from content.selectors.linked import LinkedPage, linked_to

if TYPE_CHECKING:
    from content.models import ReadingPage, ThemeDay


@dataclass(frozen=True, slots=True)
class Frame:
    """`crumbs` from the front page down; `plan_part` and `theme_day` only when they are public."""

    crumbs: list[dict[str, str]]
    plan_part: Page | None
    theme_day: ThemeDay | None
    related: list[LinkedPage]

    @property
    def column(self) -> dict[str, str] | None:
        """The column above."""
        return self.crumbs[-2] if len(self.crumbs) > 1 else None


def frame_of(page: ReadingPage) -> Frame:
    """Five queries at most, however many pages are related."""
    part, day = page.plan_part, page.theme_day
    return Frame(
        crumbs=crumbs_of(page),
        plan_part=part if part is not None and part.live else None,
        theme_day=day if day is not None and day.live else None,
        related=linked_to(
            but=page.pk,
            linked_action=page.linked_action_id,
            theme_day=page.theme_day_id,
            category=getattr(page, "category", None),
            plan_part=page.plan_part_id,
        ),
    )


def crumbs_of(page: Page) -> list[dict[str, str]]:
    """The way from the front page to this one, for the component breadcrumb. One query."""
    above = page.get_ancestors().filter(depth__gt=1) if page.depth else Page.objects.none()
    crumbs = [{"label": "首页" if one.depth == 2 else str(one.title), "url": one.url or ""} for one in above]
    return [*crumbs, {"label": str(page.title), "url": ""}]


def newest_first(rows: Any) -> Any:
    """Pages to read as lists show them: with cover and action, the newest first. Three queries."""
    return (
        rows.live()
        .select_related("cover", "linked_action")
        .prefetch_related("cover__renditions")
        .order_by("-first_published_at", "-pk")
    )
