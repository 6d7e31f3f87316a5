"""Reads of the accounts tables."""

from django.db.models import QuerySet

from accounts.models import Area, Consent, User
from accounts.texts import Notice


def choosable_areas() -> "QuerySet[Area]":
    """Townships and streets a resident may choose."""
    return Area.objects.filter(level=Area.Level.TOWN).order_by("code")


def has_agreed(user: User, notice: Notice) -> bool:
    """The person's latest decision is a yes to exactly this version and these words."""
    latest = Consent.objects.filter(user=user, purpose=Consent.Purpose.ACCOUNT).order_by("-at", "-pk").first()
    return (
        latest is not None
        and latest.given
        and (latest.document_version, latest.document_sha256) == (notice.version, notice.sha256)
    )
