"""Lectures: what comes, what waits for a date, what was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from content import models
from core import clock

if TYPE_CHECKING:
    from wagtail.models import Page

# Years of lectures; older ones are found by search.
SHOWN = 200


def sessions_of(column: Page) -> list[dict[str, Any]]:
    """Groups with `title` and `sessions`, empty ones left out. One query."""
    rows = list(
        models.TrainingSessionPage.objects.live().child_of(column).order_by("-starts_at", "-pk")[:SHOWN]
    )
    now = clock.now()
    ahead = [row for row in rows if row.starts_at and (row.ends_at or row.starts_at) >= now]
    groups = [
        ("就要开讲", sorted(ahead, key=lambda row: row.starts_at)),
        ("时间待定", [row for row in rows if row.starts_at is None]),
        ("已经讲过", [row for row in rows if row.starts_at and (row.ends_at or row.starts_at) < now]),
    ]
    return [{"title": title, "sessions": found} for title, found in groups if found]
