"""Using a photo for a record, once, and saying how long its picture is needed."""

from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction

from accounts.models import User
from core import clock
from core.jobs import hasten
from media.models import EvidencePhoto
from media.refusals import NoSuchPhoto, PhotoInUse

KEEP_DECIDED = timedelta(days=90)


@transaction.atomic
def attach(*, owner: User, photo_id: int, used_on: date, now: datetime | None = None) -> EvidencePhoto:
    """Use a photo for the record of a day, once; call it in the record's transaction.

    Raises NoSuchPhoto (not this person's, or forgotten) and PhotoInUse.
    """
    photo = EvidencePhoto.objects.select_for_update(of=("self",)).filter(pk=photo_id, owner=owner).first()
    if photo is None or photo.removed_at is not None:
        raise NoSuchPhoto("没有找到这张照片，请重新上传。")
    if photo.attached_at is not None:
        raise PhotoInUse("这张照片已经用于另一条记录，请换一张新拍的照片。")
    photo.unused_since, photo.attached_at, photo.used_on = None, now or clock.now(), used_on
    photo.save(update_fields=["unused_since", "attached_at", "used_on"])
    return photo


@transaction.atomic
def detach(*, photo: EvidencePhoto, now: datetime | None = None) -> None:
    """The record was taken back before anybody looked at it: its owner may use the photo for another one."""
    EvidencePhoto.objects.filter(pk=photo.pk, removed_at=None).update(
        attached_at=None, used_on=None, expires_at=None, unused_since=now or clock.now()
    )


@transaction.atomic
def release_for_deletion(*, photo: EvidencePhoto, now: datetime | None = None) -> None:
    """The record is decided: its picture stays 90 more days, for an appeal. Repeating it starts anew."""
    expires_at = (now or clock.now()) + KEEP_DECIDED
    EvidencePhoto.objects.filter(pk=photo.pk, removed_at=None).update(expires_at=expires_at)


@transaction.atomic
def hold(*, photo: EvidencePhoto) -> None:
    """An appeal was made: the picture stays until it is decided again."""
    EvidencePhoto.objects.filter(pk=photo.pk, removed_at=None).update(expires_at=None)


@transaction.atomic
def forget_pictures_of(*, owner: User, now: datetime | None = None) -> int:
    """The account is erased: pictures go with the next purge, fingerprints no longer say whose; how many."""
    transaction.on_commit(partial(hasten, "purge-evidence"))
    mine = EvidencePhoto.objects.filter(owner=owner)
    return mine.update(owner=None, expires_at=now or clock.now())
