"""Forgetting: files when their time is over, a person's own entries with their account or their consent."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.erasing import on_erasure
from accounts.models import Consent, User
from accounts.withdrawing import on_withdrawal
from campaigns.contests.models import Entry, EntryEvent, EntryFile, Upload
from campaigns.contests.services.entries import contest_of_consent
from campaigns.contests.services.files import delete_file
from campaigns.contests.services.uploads import forget_uploads
from campaigns.contests.storage import ContestStorage
from media.storage import folder_of

KEEP = timedelta(days=365)
# After the last day for materials, of what was never handed in.
KEEP_DRAFTS = timedelta(days=90)
AT_A_TIME = 200
NAMELESS = "已退出的申报人"
State = Entry.State


def purge_files(*, now: datetime, limit: int = AT_A_TIME) -> int:
    """Delete files whose time has come, at most `limit`; how many. What entries say in words stays."""
    today = timezone.localdate(now)
    unused = Q(entry__state__in=[State.DRAFT, State.WITHDRAWN])
    drafts = unused & Q(entry__contest__materials_until__lt=today - KEEP_DRAFTS)
    # A title that is kept from year to year brings fresh material: each file has its own year.
    over = Q(last_day__lt=today - KEEP, at__lte=now - KEEP)
    rows = EntryFile.objects.annotate(
        last_day=Coalesce("entry__contest__recheck_until", "entry__contest__notice_until")
    )
    due = list(rows.filter(drafts | over).order_by("pk").values_list("pk", flat=True)[:limit])
    for pk in due:
        _purge(pk)
    return len(due)


def purge_strays(*, now: datetime) -> int:
    """Delete files of two days ago that have no row, as a crash between the two can leave; how many."""
    storage, folder = ContestStorage(), folder_of(now - timedelta(days=2))
    if not storage.exists(folder):
        return 0
    names = {f"{folder}/{name}" for name in storage.listdir(folder)[1]}
    known = set(EntryFile.objects.filter(file__startswith=f"{folder}/").values_list("file", flat=True))
    for name in names - known:
        storage.delete(name)
    return len(names - known)


@on_erasure("contests.entries")
def forget_person(*, user: User, now: datetime) -> None:
    """Own entries lose all that they say; those of an organisation are the organisation's, and stay.

    The row of the person is held.
    """
    forget_uploads(Upload.objects.filter(by=user))
    _leave(Entry.objects.filter(applicant=user, organisation=None, forgotten_at=None), now)


@on_withdrawal(Consent.Purpose.CONTEST)
def end_with_consent(*, user: User, detail: str, now: datetime) -> None:
    """Without the consent there is no application of a person's own."""
    contest_id = contest_of_consent(detail)
    if contest_id is not None:
        mine = Entry.objects.filter(applicant=user, organisation=None, contest=contest_id, forgotten_at=None)
        _leave(mine, now)


def _leave(rows: "QuerySet[Entry]", now: datetime) -> None:
    """Empty entries, entry by entry in the order of their numbers."""
    for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
        entry = Entry.objects.select_for_update().get(pk=pk)
        if entry.state != State.WITHDRAWN:
            entry.state = State.WITHDRAWN
            EntryEvent.objects.create(entry=entry, what=EntryEvent.What.WITHDRAWN, by=entry.applicant, at=now)
        entry.name, entry.forgotten_at = NAMELESS, now
        entry.title = entry.words = entry.video_url = ""
        entry.area = None
        entry.revision += 1
        entry.save()
        entry.answers.update(words="")
        forget_uploads(Upload.objects.filter(entry=entry))
        for file in entry.files.order_by("pk"):
            delete_file(file)


@transaction.atomic
def _purge(pk: int) -> None:
    for file in EntryFile.objects.select_for_update().filter(pk=pk):
        delete_file(file)
