"""Fresh pictures for a re-check: our own re-encodings, private, taken away by their holder until the end."""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.models import User
from campaigns.contests.models import EntryFile
from campaigns.contests.refusals.titles import NoSuchTitle, RecheckRefused
from campaigns.contests.selectors.rechecks import evidence_of
from campaigns.contests.selectors.titles import my_title
from campaigns.contests.services.files import delete_file
from campaigns.contests.services.rechecks import open_recheck
from campaigns.contests.storage import ContestStorage
from core import clock
from media.decoding import Photo
from media.storage import random_name
from media.uploads import read_photo

MOST = 9


def add_recheck_photo(*, by: User, title_id: int, data: bytes) -> EntryFile:
    """Keep a picture for the re-check that is open. The same file again gives the one that is there.

    Not inside a transaction: reading a picture takes up to a second. Raises NoSuchTitle, RecheckRefused,
    PictureRefused or TooManyAtOnce.
    """
    digest = hashlib.sha256(data).hexdigest()
    if earlier := _room(by, title_id, digest):
        return earlier
    photo = read_photo(data)
    storage = ContestStorage()
    name = storage.save(random_name(clock.now()), ContentFile(photo.data))
    try:
        return _enter(by, title_id, digest, photo, name)
    except BaseException:
        storage.delete(name)
        raise


@transaction.atomic
def remove_recheck_photo(*, by: User, title_id: int, file_id: int) -> None:
    """Take a picture back while the re-check is open. Raises NoSuchTitle or RecheckRefused."""
    recheck = open_recheck(my_title(by, title_id), clock.now())
    file = evidence_of(recheck).filter(pk=file_id).first()
    if file is None:
        raise NoSuchTitle("没有找到这张照片，它可能已经删除了。")
    if recheck.state == recheck.State.SUBMITTED and evidence_of(recheck).count() == 1:
        raise RecheckRefused("已经提交的复核要留至少一张照片，请先交新的，再删这张。")
    delete_file(file)


@transaction.atomic
def _room(by: User, title_id: int, digest: str) -> EntryFile | None:
    """The picture if it is there already. Raises RecheckRefused without room, or for an old picture."""
    recheck = open_recheck(my_title(by, title_id), clock.now())
    files = evidence_of(recheck)
    if earlier := files.filter(sha256=digest).first():
        return earlier
    old = EntryFile.objects.filter(
        entry=recheck.title.entry_id, purpose=EntryFile.Purpose.RECHECK, sha256=digest
    )
    if old.exists():
        raise RecheckRefused("这张照片以前复核时交过了，请交今年新拍的。", status=422)
    if files.count() >= MOST:
        raise RecheckRefused(f"最多{MOST}张照片，请先删掉一张。")
    return None


@transaction.atomic
def _enter(by: User, title_id: int, digest: str, photo: Photo, name: str) -> EntryFile:
    if earlier := _room(by, title_id, digest):
        ContestStorage().delete(name)
        return earlier
    title = my_title(by, title_id)
    return EntryFile.objects.create(
        entry=title.entry,
        purpose=EntryFile.Purpose.RECHECK,
        kind=EntryFile.Kind.PICTURE,
        file=name,
        name="复核照片",
        size=len(photo.data),
        width=photo.width,
        height=photo.height,
        sha256=digest,
        uploaded_by=by,
        at=clock.now(),
    )
