"""How far guides and lectures reach, for the indicators."""

from __future__ import annotations

from datetime import date

from django.db.models import Sum

from content import models
from core import clock


def training_sessions(first: date, last: date) -> tuple[int, int]:
    """Published lectures that were held on these days, and how many people their units counted. Two queries.

    Samples for editors are no lectures.
    """
    held = models.TrainingSessionPage.objects.live().filter(
        is_sample=False,
        starts_at__gte=clock.midnight(first),
        starts_at__lt=min(clock.next_midnight(last), clock.now()),
    )
    came = models.TrainingAttendance.objects.filter(session__in=held)
    return held.count(), came.aggregate(people=Sum("people"))["people"] or 0


def guides_read(first: date, last: date) -> int | None:
    """How often pages of guides were opened on these days; None before anybody counted. Two queries."""
    counted = models.ReadingDay.objects.filter(day__lte=last)
    if not counted.exists():
        return None
    guides = models.GuidePage.objects.values("pk")
    reads = counted.filter(day__gte=first, page_id__in=guides)
    return reads.aggregate(reads=Sum("reads"))["reads"] or 0
