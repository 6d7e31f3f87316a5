"""Articles, and how a policy and what explains it find each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from content import models

if TYPE_CHECKING:
    from wagtail.models import Page


def interpretations_of(page: Page) -> list[models.ArticlePage]:
    """Public articles that explain this page, the oldest first. One query."""
    rows = models.ArticlePage.objects.live().filter(interprets_id=page.pk)
    return list(rows.order_by("first_published_at"))


def newest_news(limit: int) -> list[models.ArticlePage]:
    """For the front page: public articles below 资讯. Two queries."""
    column = models.NewsIndexPage.objects.live().first()
    if column is None:
        return []
    rows = models.ArticlePage.objects.live().descendant_of(column)
    return list(rows.order_by("-first_published_at", "-pk")[:limit])
