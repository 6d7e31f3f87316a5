"""Where the plan's figures stand, for the registry of indicators."""

from __future__ import annotations

from content import models
from indicators.plan_places import Places


def plan_places() -> Places:
    """Titles of the actions and addresses of the published parts of the plan. Three queries."""
    titles = models.PlanSectionPage.objects.live().exclude(action_no=None).values_list("action_no", "title")
    addresses: dict[str, str] = {}
    for model in (models.PlanChapterPage, models.PlanSectionPage, models.PlanTaskPage, models.PlanBoxPage):
        for page in model.objects.live().exclude(anchor=""):
            addresses.setdefault(page.anchor, page.url or "")
    return Places({number: title for number, title in titles if number is not None}, addresses)
