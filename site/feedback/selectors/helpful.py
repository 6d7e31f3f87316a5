"""How many readers found a page helpful, for staff."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from wagtail.models import Page


def helpful_counts() -> "QuerySet[Any]":
    """Pages on which somebody said something, least helpful first."""
    counted = Page.objects.annotate(
        yes=Count("feedback_words", filter=Q(feedback_words__helpful=True)),
        no=Count("feedback_words", filter=Q(feedback_words__helpful=False)),
    )
    found: QuerySet[Any] = counted.filter(Q(yes__gt=0) | Q(no__gt=0)).order_by("-no", "pk")
    return found
