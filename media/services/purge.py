"""Forgetting pictures when their time has come."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from media.models import EvidencePhoto
from media.storage import EvidenceStorage, folder_of

KEEP_UNUSED = timedelta(days=1)
AT_A_TIME = 500


def purge(*, now: datetime, limit: int = AT_A_TIME) -> int:
    """Remove pictures whose time has come, and photos that nobody used within a day; how many."""
    gone = Q(expires_at__lte=now, removed_at=None)
    unused = Q(unused_since__lte=now - KEEP_UNUSED)
    ids = list(
        EvidencePhoto.objects.filter(gone | unused).order_by("pk").values_list("pk", flat=True)[:limit]
    )
    return sum(_remove(pk, gone | unused, now) for pk in ids)


@transaction.atomic
def _remove(pk: int, due: Q, now: datetime) -> bool:
    photo = EvidencePhoto.objects.select_for_update(of=("self",)).filter(due, pk=pk).first()
    if photo is None:
        return False
    # The file first: a crash in between leaves a row that is found again, never a file without one.
    EvidenceStorage().delete(str(photo.file.name))
    if photo.attached_at is None:
        photo.delete()
    else:
        photo.file, photo.removed_at = "", now
        photo.save(update_fields=["file", "removed_at"])
    return True


def purge_strays(*, now: datetime) -> int:
    """Delete files of two days ago that have no row, as a crash between the two can leave; how many."""
    storage, folder = EvidenceStorage(), folder_of(now - timedelta(days=2))
    if not storage.exists(folder):
        return 0
    names = [f"{folder}/{name}" for name in storage.listdir(folder)[1]]
    strays: set[str] = set()
    for start in range(0, len(names), AT_A_TIME):
        some = names[start : start + AT_A_TIME]
        known = EvidencePhoto.objects.filter(file__in=some).values_list("file", flat=True)
        strays |= set(some) - set(known)
    for name in strays:
        storage.delete(name)
    return len(strays)
