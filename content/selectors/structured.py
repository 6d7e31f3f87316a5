"""Pages as search engines read them: schema.org data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.timezone import localtime

from content import models

if TYPE_CHECKING:
    from content.selectors.reading import Frame


def structured_data(page: models.ReadingPage, frame: Frame, request: HttpRequest) -> list[dict[str, Any]]:
    """The page itself and where it lies. No query beyond what the page already asked for."""
    about: dict[str, Any] = {
        "@type": "Article",
        "headline": page.title,
        "description": page.summary,
        "inLanguage": "zh-CN",
        "mainEntityOfPage": request.build_absolute_uri(request.path),
    }
    if page.first_published_at:
        about["datePublished"] = localtime(page.first_published_at).isoformat()
    if page.last_published_at:
        about["dateModified"] = localtime(page.last_published_at).isoformat()
    if page.department:
        about["author"] = {"@type": "GovernmentOrganization", "name": page.department.name}
    return [about | _of_kind(page), _way(frame, request)]


def _of_kind(page: models.ReadingPage) -> dict[str, Any]:
    if isinstance(page, models.GuidePage):
        steps = [
            {"@type": "HowToStep", "name": step.value["title"], "text": step.value["text"] or ""}
            for step in page.steps
        ]
        return {"@type": "HowTo", "name": page.title, "step": steps}
    if isinstance(page, models.TrainingSessionPage) and page.starts_at:
        event: dict[str, Any] = {
            "@type": "Event",
            "name": page.title,
            "startDate": localtime(page.starts_at).isoformat(),
            "location": {"@type": "Place", "name": page.place or "待定"},
        }
        return event | ({"endDate": localtime(page.ends_at).isoformat()} if page.ends_at else {})
    return {}


def _way(frame: Frame, request: HttpRequest) -> dict[str, Any]:
    items = [
        {
            "@type": "ListItem",
            "position": place,
            "name": crumb["label"],
            "item": request.build_absolute_uri(crumb["url"] or request.path),
        }
        for place, crumb in enumerate(frame.crumbs, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}
