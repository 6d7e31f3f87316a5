"""Where the plan's figures stand, for the registry of indicators."""

from __future__ import annotations

from content import models


def action_titles() -> dict[int, str]:
    """What the plan calls its actions, by their number. One query."""
    sections = models.PlanSectionPage.objects.live().exclude(action_no=None)
    return {number: title for number, title in sections.values_list("action_no", "title") if number}


def plan_address(anchor: str) -> str:
    """The address of the published part of the plan with this anchor, or nothing. At most four queries."""
    if not anchor:
        return ""
    for model in (models.PlanChapterPage, models.PlanSectionPage, models.PlanTaskPage, models.PlanBoxPage):
        if page := model.objects.live().filter(anchor=anchor).first():
            return page.url or ""
    return ""
