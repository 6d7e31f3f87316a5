"""Files of entries: read outside of any transaction, kept inside of one, taken away with their bytes."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.models import User
from campaigns.contests.models import Criterion, Entry, EntryFile
from campaigns.contests.refusals.entries import FileRefused, TooManyFiles
from campaigns.contests.rules import documents
from campaigns.contests.services.answers import check_open
from campaigns.contests.services.entries import lock_entry
from campaigns.contests.storage import ContestStorage
from core import clock
from core.refusals import NotFound
from core.text import clean
from media.storage import folder_of
from media.uploads import PictureRefused, read_photo

Kind, Purpose = EntryFile.Kind, EntryFile.Purpose
MOST = {Kind.PICTURE: 9, Kind.DOCUMENT: 5}
MOST_OF_ENTRY = 60
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file as it will be kept: pictures as our own JPEG; `sha256` is of what was sent."""

    data: bytes
    kind: str
    ending: str
    name: str
    sha256: str
    width: int = 0
    height: int = 0


def prepare_file(data: bytes, name: str) -> Prepared:
    """Look at what somebody sent. Slow for pictures: never inside a transaction.

    Raises FileRefused, or TooManyAtOnce when others wait already.
    """
    name, digest = plain_name(name), hashlib.sha256(data).hexdigest()
    if not data:
        raise FileRefused(f"“{name}”是空的，请重新选择。")
    try:
        if documents.looks_like_document(data, name):
            return Prepared(data, Kind.DOCUMENT, documents.ending_of(data), name, digest)
        photo = read_photo(data)
    except documents.Unfit as unfit:
        raise FileRefused(f"“{name}”没有收下：{unfit}") from None
    except PictureRefused as refused:
        raise FileRefused(f"“{name}”没有收下：{refused.message}{documents.ACCEPTED}") from None
    return Prepared(photo.data, Kind.PICTURE, "jpg", name, digest, photo.width, photo.height)


def add_file(
    *, entry_id: int, by: User, data: bytes, name: str, criterion_key: str = "", now: datetime | None = None
) -> EntryFile:
    """Add a picture or a document to an entry, to one criterion or to the whole. Twice is once.

    Not inside a transaction. Raises FileRefused, TooManyFiles, EntryClosed, WrongPhase, NoSuchEntry or
    TooManyAtOnce.
    """
    now = now or clock.now()
    with transaction.atomic():
        # Whoever may not add anything does not make us read a picture either.
        hold_for_files(by, entry_id, criterion_key)
    prepared = prepare_file(data, name)
    with Stored(prepared, now) as stored, transaction.atomic():
        entry, criterion = hold_for_files(by, entry_id, criterion_key)
        return stored.keep(entry, criterion, by)


def hold_for_files(by: User, entry_id: int, criterion_key: str) -> tuple[Entry, Criterion | None]:
    """The entry, held, and the criterion. Raises FileRefused and whatever else says no."""
    entry = lock_entry(by, entry_id)
    check_open(entry, what="交材料")
    return entry, criterion_of(entry, criterion_key)


def criterion_of(entry: Entry, key: str) -> Criterion | None:
    """A line of the entry's standard; None for an empty key. Raises FileRefused."""
    if not key:
        return None
    found = Criterion.objects.filter(standard=entry.contest.standard_id, key=key).first()
    if found is None or found.is_heading:
        raise FileRefused("没有这一项指标，请刷新页面后再传。", status=404)
    return found


class Stored:
    """A prepared file on the disk; whatever is not kept when the block ends is taken away again."""

    def __init__(self, prepared: Prepared, now: datetime) -> None:
        self.prepared, self.now = prepared, now
        self.path, self._is_kept = "", False

    def __enter__(self) -> "Stored":
        name = f"{folder_of(self.now)}/{secrets.token_urlsafe(24)}.{self.prepared.ending}"
        self.path = ContestStorage().save(name, ContentFile(self.prepared.data))
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None or not self._is_kept:
            ContestStorage().delete(self.path)

    def keep(
        self, entry: Entry, criterion: Criterion | None, by: User, purpose: str = Purpose.MATERIAL
    ) -> EntryFile:
        """The row. The caller holds the entry. Raises TooManyFiles or FileRefused."""
        prepared = self.prepared
        if earlier := _earlier(entry, criterion, prepared.sha256, purpose):
            return earlier
        _check_room(entry, criterion, prepared.kind, purpose)
        row = EntryFile.objects.create(
            entry=entry,
            criterion=criterion,
            purpose=purpose,
            kind=prepared.kind,
            file=self.path,
            name=prepared.name,
            size=len(prepared.data),
            width=prepared.width,
            height=prepared.height,
            sha256=prepared.sha256,
            uploaded_by=by,
            at=self.now,
        )
        self._is_kept = True
        return row


@transaction.atomic
def remove_file(*, entry_id: int, file_id: int, by: User) -> Entry:
    """Take a file away while the form takes changes. Raises NotFound, EntryClosed or WrongPhase."""
    entry = lock_entry(by, entry_id)
    check_open(entry, what="删除材料")
    row = EntryFile.objects.filter(entry=entry, pk=file_id, purpose=Purpose.MATERIAL).first()
    if row is None:
        raise NotFound("没有找到这份材料，它可能已经删除了。")
    delete_file(row)
    return entry


def delete_file(row: EntryFile) -> None:
    """Bytes and row."""
    # The file first: a crash in between leaves a row that is found again, never a file without one.
    if row.file:
        ContestStorage().delete(str(row.file.name))
    row.delete()


def plain_name(name: str) -> str:
    """What its owner calls a file, without folders, at most 120 characters; the ending stays."""
    path = PurePath(" ".join(clean(name.replace("\\", "/")).split()))
    stem, ending = path.stem or "文件", path.suffix[:10]
    return f"{stem[: LONGEST_NAME - len(ending)]}{ending}"


def _earlier(entry: Entry, criterion: Criterion | None, sha256: str, purpose: str) -> EntryFile | None:
    earlier = EntryFile.objects.filter(entry=entry, purpose=purpose, sha256=sha256).first()
    if earlier is None:
        return None
    if earlier.criterion_id != (criterion.pk if criterion else None):
        where = f"指标{earlier.criterion.key}" if earlier.criterion else "作品"
        words = f"这份材料已经交在{where}下了。同一份不用再传，在说明里写“见{where}”就好。"
        raise FileRefused(words, status=409)
    return earlier


def _check_room(entry: Entry, criterion: Criterion | None, kind: str, purpose: str) -> None:
    there = EntryFile.objects.filter(entry=entry, purpose=purpose)
    if there.count() >= MOST_OF_ENTRY:
        raise TooManyFiles(f"一份申报最多{MOST_OF_ENTRY}个文件，请删掉不重要的再传。")
    most = MOST[Kind(kind)]
    if there.filter(criterion=criterion, kind=kind).count() >= most:
        raise TooManyFiles(f"这一项最多{most}个{Kind(kind).label}，请删掉不重要的再传。")
