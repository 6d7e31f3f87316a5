"""Reading evidence photos, and the pictures of the library."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import User
from media import rules
from media.models import EvidencePhoto, Picture

# A band of a plain sky is shared by many; the newest of them are compared.
MOST_COMPARED = 2000


@dataclass(frozen=True, slots=True)
class Similar:
    """A photo that looks like another one; `distance` counts differing bits of 64."""

    photo_id: int
    owner_id: int | None
    distance: int
    same_owner: bool
    created_at: datetime


def similar_photos(photo: EvidencePhoto) -> list[Similar]:
    """Photos of anybody at most 8 bits from this one, nearest first; one query.

    Found by a quarter of the fingerprint that is equal. That finds for sure what differs in up to 3 bits. Of
    what differs in 4, 5, 6, 7, 8 bits it finds 90, 74, 58, 44, 33 in a hundred, if those bits fall at random.
    Only the newest 2,000 that share a quarter are compared.
    """
    shared = Q(band0=photo.band0) | Q(band1=photo.band1) | Q(band2=photo.band2) | Q(band3=photo.band3)
    rows = (
        EvidencePhoto.objects.filter(shared)
        .exclude(pk=photo.pk)
        .order_by("-pk")
        .values_list("pk", "owner_id", "dhash", "created_at")[:MOST_COMPARED]
    )
    found = [
        Similar(pk, owner_id, apart, owner_id is not None and owner_id == photo.owner_id, created_at)
        for pk, owner_id, dhash, created_at in rows
        if (apart := rules.distance(dhash, photo.dhash)) <= rules.SIMILAR_DISTANCE
    ]
    return sorted(found, key=lambda similar: (similar.distance, -similar.photo_id))


def same_photo_of(owner: User, *, dhash: int, phash: int) -> EvidencePhoto | None:
    """The newest photo of this person that shows the same picture. Exact: every one of theirs is compared."""
    rows: Iterable[tuple[int, int, int]] = (
        EvidencePhoto.objects.filter(owner=owner).order_by("-pk").values_list("pk", "dhash", "phash")
    )
    for pk, *hashes in rows:
        if rules.is_same((hashes[0], hashes[1]), (dhash, phash)):
            return EvidencePhoto.objects.get(pk=pk)
    return None


def photo_to_show(photo_id: int) -> EvidencePhoto | None:
    """A photo whose picture is still there."""
    return EvidencePhoto.objects.filter(pk=photo_id, removed_at=None).first()


def pictures_to_show() -> QuerySet[Picture]:
    """Pictures with the sizes that exist of them, for `Prefetch("cover", queryset=…)`: no query for each."""
    found: QuerySet[Picture] = Picture.objects.prefetch_renditions()
    return found
