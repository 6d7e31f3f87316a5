"""Who may see a file of an entry, and what is still on its way."""

from django.db.models import QuerySet

from accounts.models import User
from campaigns.contests.models import Assignment, Entry, EntryFile, PanelMember, Upload
from campaigns.contests.selectors.entries import own_entries
from campaigns.contests.selectors.people import panels_of, runs

Purpose = EntryFile.Purpose
# What an inspector saw is for the desk and the jury: applicants read it in the findings.
OF_OWN_PEOPLE = (Purpose.MATERIAL, Purpose.RECHECK)
OF_JURORS = (Purpose.MATERIAL, Purpose.VISIT)
JUDGING = (Assignment.State.OPEN, Assignment.State.LOCKED)


def file_with_contest(file_id: int) -> EntryFile | None:
    """A file with its entry and contest."""
    return EntryFile.objects.select_related("entry__contest").filter(pk=file_id).first()


def may_see(viewer: User, file: EntryFile) -> bool:
    """Own people, the desk, the chair, inspectors, and jurors who judge this entry and have not recused."""
    if not viewer.is_active:
        return False
    entry = file.entry
    if file.purpose in OF_OWN_PEOPLE and own_entries(viewer).filter(pk=entry.pk).exists():
        return True
    if runs(viewer).filter(pk=entry.contest_id).exists():
        return True
    leading = panels_of(viewer, PanelMember.Role.CHAIR, PanelMember.Role.INSPECTOR)
    if leading.filter(contest=entry.contest_id).exists():
        return True
    return file.purpose in OF_JURORS and judges(viewer, entry)


def judges(viewer: User, entry: Entry) -> bool:
    """The entry was drawn for this juror, who still sits on the panel and has not recused."""
    seats = panels_of(viewer, PanelMember.Role.JUROR).filter(contest=entry.contest_id)
    return Assignment.objects.filter(entry=entry, member__in=seats, state__in=JUDGING).exists()


def unfinished(entry: Entry, user: User) -> "QuerySet[Upload]":
    """What this person began to send and has not finished, the oldest first."""
    rows = Upload.objects.filter(entry=entry, by=user, done=None, purpose=Purpose.MATERIAL)
    return rows.select_related("criterion").order_by("pk")


def lacks(upload: Upload) -> str:
    """How much of a file is missing: 1.2MB, 40KB."""
    left = upload.size - upload.received
    return f"{left / 1024 / 1024:.1f}MB" if left >= 100 * 1024 else f"{max(1, round(left / 1024))}KB"
