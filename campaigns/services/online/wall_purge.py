"""Forgetting pictures of walls: refused and removed ones, and all of them a year after the campaign."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from campaigns.models import WallPhoto
from campaigns.selectors.online.wall import UNDO_FOR
from media.storage import WallStorage, folder_of

KEEP = timedelta(days=365)
AT_A_TIME = 200
State = WallPhoto.State


def purge_wall(*, now: datetime, limit: int = AT_A_TIME) -> int:
    """Delete files whose time has come, at most `limit`; how many. Rows stay, without picture and words."""
    gone = Q(state__in=[State.REFUSED, State.REMOVED], decided_at__lte=now - UNDO_FOR)
    old = Q(campaign__ends_on__lt=timezone.localdate(now) - KEEP)
    due = WallPhoto.objects.exclude(file="").filter(gone | old).order_by("pk")
    return sum(_empty(pk, gone | old) for pk in list(due.values_list("pk", flat=True)[:limit]))


def purge_strays(*, now: datetime) -> int:
    """Delete files of two days ago that have no row, as a crash between the two can leave; how many."""
    storage, folder = WallStorage(), folder_of(now - timedelta(days=2))
    if not storage.exists(folder):
        return 0
    names = {f"{folder}/{name}" for name in storage.listdir(folder)[1]}
    known = set(WallPhoto.objects.filter(file__startswith=f"{folder}/").values_list("file", flat=True))
    for name in names - known:
        storage.delete(name)
    return len(names - known)


@transaction.atomic
def _empty(pk: int, due: Q) -> bool:
    rows = WallPhoto.objects.select_for_update(of=("self",)).exclude(file="")
    photo = rows.filter(due, pk=pk).first()
    if photo is None:
        return False
    # The file first: a crash in between leaves a row that is found again, never a file without one.
    WallStorage().delete(str(photo.file.name))
    photo.file, photo.words = "", ""
    photo.save(update_fields=["file", "words"])
    return True
