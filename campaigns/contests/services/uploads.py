"""Files that come in pieces: a slow or broken line goes on where it stopped, and each file is made once."""

import secrets
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from campaigns.contests.models import EntryFile, Upload
from campaigns.contests.refusals.entries import FileRefused, TooManyFiles, WrongOffset
from campaigns.contests.rules.documents import LARGEST
from campaigns.contests.services.entries import lock_entry
from campaigns.contests.services.files import (
    MOST_OF_ENTRY,
    Purpose,
    Stored,
    hold_for_files,
    plain_name,
    prepare_file,
)
from campaigns.contests.storage import ContestStorage
from core import clock
from core.refusals import NotFound

# Bytes.
LARGEST_PIECE = 256 * 1024
KEEP = timedelta(days=7)
GONE = "没有找到这次上传，请重新选择文件。"


@transaction.atomic
def begin_upload(
    *,
    entry_id: int,
    by: User,
    key: UUID,
    name: str,
    size: int,
    criterion_key: str = "",
    now: datetime | None = None,
) -> Upload:
    """Announce a file. The same key, or the same unfinished file, gives back what is there already.

    Raises FileRefused, TooManyFiles, EntryClosed, WrongPhase or NoSuchEntry.
    """
    now = now or clock.now()
    entry, criterion = hold_for_files(by, entry_id, criterion_key)
    name = plain_name(name)
    if not 1 <= size <= LARGEST:
        raise FileRefused(f"“{name}”超过{LARGEST // 1024 // 1024}MB或是空的，请压缩后再上传。")
    mine = Upload.objects.filter(entry=entry, by=by)
    same = mine.filter(key=key).first()
    if same is not None and (same.name, same.size, same.criterion_id) != (
        name,
        size,
        criterion.pk if criterion else None,
    ):
        raise FileRefused("这个上传标识已经用于另一个文件，请重新选择文件。", status=409)
    if found := same or mine.filter(done=None, criterion=criterion, name=name, size=size).first():
        return found
    there = EntryFile.objects.filter(entry=entry, purpose=Purpose.MATERIAL).count()
    if there + Upload.objects.filter(entry=entry, done=None).count() >= MOST_OF_ENTRY:
        raise TooManyFiles(f"一份申报最多{MOST_OF_ENTRY}个文件，请删掉不重要的再传。")
    return Upload.objects.create(
        key=key,
        entry=entry,
        criterion=criterion,
        name=name,
        size=size,
        part=f"parts/{secrets.token_urlsafe(24)}",
        by=by,
        created_at=now,
        touched_at=now,
    )


def take_piece(
    *, entry_id: int, by: User, key: UUID, offset: int, data: bytes, now: datetime | None = None
) -> Upload:
    """Write the piece that begins at `offset` (bytes); the last one turns all into a file, exactly once.

    A piece that is there already changes nothing. Not inside a transaction. Raises WrongOffset, which says
    where to go on; NotFound; FileRefused when the whole is no file that we take, and then nothing is left.
    """
    now = now or clock.now()
    upload = _write(entry_id, by, key, offset, data, now)
    return finish(upload, by, now) if upload.done_id is None and upload.received == upload.size else upload


@transaction.atomic
def drop_upload(*, entry_id: int, by: User, key: UUID) -> None:
    """Give up a file that is on its way; when it has become a file, nothing changes. Raises NoSuchEntry."""
    lock_entry(by, entry_id)
    for upload in Upload.objects.filter(entry=entry_id, by=by, key=key, done=None):
        _forget(upload)


@transaction.atomic
def purge_uploads(*, now: datetime) -> int:
    """Take away what was not finished for seven days; how many."""
    rows = Upload.objects.select_for_update(skip_locked=True).filter(done=None, touched_at__lte=now - KEEP)
    return forget_uploads(rows)


def forget_uploads(rows: "QuerySet[Upload]") -> int:
    """Unfinished ones with their bytes, in the caller's transaction; how many."""
    found = list(rows.filter(done=None))
    for upload in found:
        _forget(upload)
    return len(found)


@transaction.atomic
def _write(entry_id: int, by: User, key: UUID, offset: int, data: bytes, now: datetime) -> Upload:
    if not 1 <= len(data) <= LARGEST_PIECE:
        raise FileRefused(f"每一段要有1字节到{LARGEST_PIECE // 1024}KB，请刷新页面后接着传。")
    hold_for_files(by, entry_id, "")
    upload = hold_upload(entry_id, by, key)
    end = offset + len(data)
    if upload.done_id is not None or end <= upload.received:
        return upload
    if offset != upload.received or end > upload.size:
        raise WrongOffset(upload.received)
    path = part_of(upload)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("r+b" if path.exists() else "wb") as part:
        # What a piece left behind that was never committed is written over.
        part.seek(offset)
        part.write(data)
        part.truncate()
    path.chmod(0o600)
    upload.received, upload.touched_at = end, now
    upload.save(update_fields=["received", "touched_at"])
    return upload


def finish(upload: Upload, by: User, now: datetime) -> Upload:
    """All bytes are there: read them outside of any transaction, then make the file, once."""
    key = upload.criterion.key if upload.criterion else ""
    try:
        prepared = prepare_file(part_of(upload).read_bytes(), upload.name)
    except FileNotFoundError:
        # A twin was faster and has taken the bytes away.
        done = Upload.objects.filter(pk=upload.pk, done__isnull=False).first()
        if done is None:
            raise NotFound(GONE) from None
        return done
    except FileRefused:
        _discard(upload)
        raise
    try:
        with Stored(prepared, now) as stored, transaction.atomic():
            entry, criterion = hold_for_files(by, upload.entry_id, key)
            row = hold_upload(upload.entry_id, by, upload.key)
            if row.done_id is None:
                _turn_into(row, stored.keep(entry, criterion, by))
    except (FileRefused, TooManyFiles):
        _discard(upload)
        raise
    part_of(upload).unlink(missing_ok=True)
    return row


def hold_upload(entry_id: int, by: User, key: UUID) -> Upload:
    """The row as it is now, held. Raises NotFound."""
    rows = Upload.objects.select_for_update(of=("self",)).select_related("criterion")
    upload = rows.filter(entry=entry_id, by=by, key=key).first()
    if upload is None:
        raise NotFound(GONE)
    return upload


def part_of(upload: Upload) -> Path:
    """Where its bytes are."""
    return Path(ContestStorage().path(upload.part))


def _turn_into(upload: Upload, file: EntryFile) -> None:
    if Upload.objects.filter(done=file).exists():
        # The same bytes came before, under another key: one file, and this row has nothing more to say.
        upload.done = file
        Upload.objects.filter(pk=upload.pk).delete()
        return
    upload.done = file
    upload.save(update_fields=["done"])


@transaction.atomic
def _discard(upload: Upload) -> None:
    for row in Upload.objects.select_for_update().filter(pk=upload.pk, done=None):
        _forget(row)


def _forget(upload: Upload) -> None:
    part_of(upload).unlink(missing_ok=True)
    upload.delete()
