"""Taking a resident's photo in."""

import hashlib
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from accounts.models import User
from core import clock
from media import rules
from media.decoding import Photo
from media.models import EvidencePhoto
from media.refusals import DuplicatePhoto, TooManyPhotos
from media.selectors import same_photo_of
from media.storage import EvidenceStorage, random_name
from media.uploads import read_photo

MOST_AN_HOUR = 60


def store_evidence(*, owner: User, data: bytes, now: datetime | None = None) -> EvidencePhoto:
    """Keep a photo for a record to come. Not inside a transaction: reading it takes up to a second.

    The same picture again, not used yet, gives the photo that is there already: a retry after a lost answer
    is no second photo. Raises PictureRefused, DuplicatePhoto, TooManyPhotos (60 an hour), TooManyAtOnce.
    """
    now = now or clock.now()
    digest = hashlib.sha256(data).hexdigest()
    if earlier := EvidencePhoto.objects.filter(sha256=digest).first():
        return _again(earlier, owner)
    _refuse_too_many(owner, now)
    photo = read_photo(data)
    storage = EvidenceStorage()
    name = storage.save(random_name(now), ContentFile(photo.data))
    kept = False
    try:
        row = _insert(owner=owner, digest=digest, photo=photo, name=name, now=now)
        kept = row.file.name == name
        return row
    except IntegrityError:
        # Somebody sent the same bytes at this very moment, and was first.
        earlier = EvidencePhoto.objects.filter(sha256=digest).first()
        if earlier is None:
            raise
        return _again(earlier, owner)
    finally:
        if not kept:
            storage.delete(name)


@transaction.atomic
def _insert(*, owner: User, digest: str, photo: Photo, name: str, now: datetime) -> EvidencePhoto:
    """The new row, or the same picture that its owner has not used yet. One person's uploads come in turn."""
    _wait_for_turn(owner)
    if earlier := same_photo_of(owner, dhash=photo.dhash, phash=photo.phash):
        return _again(earlier, owner)
    _refuse_too_many(owner, now)
    bands = {f"band{number}": band for number, band in enumerate(rules.bands(photo.dhash))}
    return EvidencePhoto.objects.create(
        owner=owner,
        sha256=digest,
        dhash=rules.signed(photo.dhash),
        phash=rules.signed(photo.phash),
        width=photo.width,
        height=photo.height,
        size=len(photo.data),
        file=name,
        created_at=now,
        unused_since=now,
        **bands,
    )


def _wait_for_turn(owner: User) -> None:
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)


def _again(earlier: EvidencePhoto, owner: User) -> EvidencePhoto:
    """The earlier photo if its owner may still use it; DuplicatePhoto otherwise."""
    if earlier.owner_id != owner.pk:
        raise DuplicatePhoto("这张照片已经有人提交过，请上传您自己新拍的照片。")
    if earlier.used_on is None:
        return earlier
    day = f"{earlier.used_on.year}年{earlier.used_on.month}月{earlier.used_on.day}日"
    raise DuplicatePhoto(f"这张照片已经用于您{day}的记录，请换一张新拍的照片。", earlier_id=earlier.pk)


def _refuse_too_many(owner: User, now: datetime) -> None:
    hour = EvidencePhoto.objects.filter(owner=owner, created_at__gt=now - timedelta(hours=1))
    if hour.count() >= MOST_AN_HOUR:
        raise TooManyPhotos(f"一小时最多上传{MOST_AN_HOUR}张照片，请过一会儿再传。")
