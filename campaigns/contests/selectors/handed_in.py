"""What was handed in and what was given in a stretch of days, for the indicators.

The counts are exact; whoever publishes them hides those of families and authors under 10.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from campaigns.contests.models import Entry, Kind, Title
from core import clock


@dataclass(frozen=True, slots=True)
class Handed:
    """One kind in a stretch of days: handed in, through screening of these, titles given."""

    applications: int
    passed: int
    titles: int


def handed_by_month(first: date, last: date) -> dict[date, dict[str, Handed]]:
    """By month and kind: what was handed in and given on these days and stands today. Two queries."""
    entries = (
        _handed_in(first, last)
        .order_by()
        .annotate(month=TruncMonth("submitted_at"))
        .values_list("month", "contest__kind")
        .annotate(number=Count("pk"), passed=Count("pk", filter=Q(state=Entry.State.ACCEPTED)))
    )
    titles = (
        Title.objects.filter(valid_from__range=(first, last), withdrawn_at=None)
        .order_by()
        .annotate(month=TruncMonth("valid_from"))
        .values_list("month", "kind")
        .annotate(number=Count("pk"))
    )
    applied = {(timezone.localdate(month), kind): (number, passed) for month, kind, number, passed in entries}
    given = {(month, kind): number for month, kind, number in titles}
    found: dict[date, dict[str, Handed]] = {}
    for cell in sorted({*applied, *given}):
        found.setdefault(cell[0], {})[cell[1]] = Handed(*applied.get(cell, (0, 0)), given.get(cell, 0))
    return found


def applicants_between(first: date, last: date) -> "QuerySet[Any]":
    """Organisations that handed something in on these days which was not taken back."""
    return _handed_in(first, last).values("organisation")


def _handed_in(first: date, last: date) -> "QuerySet[Entry]":
    submitted = Entry.objects.filter(
        submitted_at__gte=clock.midnight(first), submitted_at__lt=clock.next_midnight(last)
    )
    return submitted.exclude(state=Entry.State.WITHDRAWN)


def standing_titles(day: date) -> dict[str, int]:
    """Titles by kind that were given by then, last until then at least and are not withdrawn. One query.

    Awards of works are no titles.
    """
    lasts = Q(valid_until=None) | Q(valid_until__gte=day)
    titles = Title.objects.filter(lasts, valid_from__lte=day, withdrawn_at=None).exclude(kind=Kind.WORKS)
    return dict(titles.order_by("kind").values_list("kind").annotate(number=Count("pk")))
