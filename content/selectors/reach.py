"""How far guides and lectures reach, for the indicators."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from content import models
from core import clock


def training_sessions(first: date, last: date) -> dict[date, tuple[int, int]]:
    """By month: published lectures that were held on these days, and the people whom units counted there.

    Samples for editors are no lectures. One query.
    """
    held = (
        models.TrainingSessionPage.objects.live()
        .filter(
            is_sample=False,
            starts_at__gte=clock.midnight(first),
            starts_at__lt=min(clock.next_midnight(last), clock.now()),
        )
        .order_by()
        .annotate(month=TruncMonth("starts_at"))
        .values_list("month")
        .annotate(lectures=Count("pk", distinct=True), came=Sum("attendance__people"))
    )
    return {timezone.localdate(month): (lectures, came or 0) for month, lectures, came in held}


def guides_read(first: date, last: date) -> int | None:
    """How often pages of guides were opened on these days; None before anybody counted. Two queries."""
    counted = models.ReadingDay.objects.filter(day__lte=last)
    if not counted.exists():
        return None
    guides = models.GuidePage.objects.values("pk")
    reads = counted.filter(day__gte=first, page_id__in=guides)
    return reads.aggregate(reads=Sum("reads"))["reads"] or 0
