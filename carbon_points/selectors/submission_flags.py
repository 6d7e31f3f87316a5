"""What a machine notices about a submission, for the reviewer's eye: hints, never a verdict."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from accounts.models import User
from carbon_points.models import DeviceSighting
from media.models import EvidencePhoto
from media.selectors import similar_photos

# Pictures shown beside one of a submission; more would not tell more.
MOST_SIMILAR = 3
DEVICE_DAYS = timedelta(days=30)


def flags_of(resident: User, photos: Iterable[EvidencePhoto], today: date) -> list[dict[str, Any]]:
    """Pictures that look alike, and accounts that share a browser. One query a photo, and one more.

    {"what": "similar", "photo": id, "like": id, "distance": bits, "own": bool}, nearest first, and
    {"what": "device", "people": how many other accounts}.
    """
    mine = list(photos)
    ours = {photo.pk for photo in mine}
    flags: list[dict[str, Any]] = [
        {
            "what": "similar",
            "photo": photo.pk,
            "like": similar.photo_id,
            "distance": similar.distance,
            "own": similar.same_owner,
        }
        for photo in mine
        for similar in [one for one in similar_photos(photo) if one.photo_id not in ours][:MOST_SIMILAR]
    ]
    recent = DeviceSighting.objects.filter(day__gte=today - DEVICE_DAYS)
    others = (
        recent.filter(device__in=recent.filter(resident=resident).values("device"))
        .exclude(resident=resident)
        .values("resident")
        .distinct()
        .count()
    )
    if others:
        flags.append({"what": "device", "people": others})
    return flags
