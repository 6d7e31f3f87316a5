"""Public-service ads: the one that stands in a slot today."""

from __future__ import annotations

from django.db.models import Q

from content import models
from core import clock


def ad_in(slot: str) -> models.PublicServiceAd | None:
    """The newest live ad of the slot whose days include today, with its picture. At most one query."""
    day = clock.today()
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=day)
    lasting = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    ad: models.PublicServiceAd | None = (
        models.PublicServiceAd.objects.filter(begun, lasting, slot=slot, live=True)
        .select_related("picture", "link_page")
        .first()
    )
    return ad
