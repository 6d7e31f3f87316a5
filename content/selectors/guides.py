"""Guides: the one of the day."""

from __future__ import annotations

from content import models
from core import clock


def guide_of_today() -> models.GuidePage | None:
    """Another guide each day, the same for everybody, in an order that does not follow the alphabet.

    Two queries, three when its picture is drawn.
    """
    ids = list(models.GuidePage.objects.live().order_by("pk").values_list("pk", flat=True))
    if not ids:
        return None
    # 7 and the number of guides rarely share a divisor; where they do, every guide still has its turn.
    step = 7 if len(ids) % 7 else 1
    chosen = ids[clock.today().toordinal() * step % len(ids)]
    guide: models.GuidePage | None = (
        models.GuidePage.objects.select_related("cover", "linked_action").filter(pk=chosen).first()
    )
    return guide
