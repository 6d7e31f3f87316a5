"""Places that people choose from."""

from django.db.models import QuerySet

from accounts.models import Area


def choosable_areas() -> "QuerySet[Area]":
    """Townships and streets a resident may choose."""
    return Area.objects.filter(level=Area.Level.TOWN).order_by("code")
