"""Re-checks as holders and the desk see them."""

from datetime import date

from django.db.models import Case, QuerySet, Value, When
from django.utils import timezone

from accounts.models import User
from campaigns.contests.models import Contest, EntryFile, Recheck, Title
from campaigns.contests.refusals.titles import NoSuchTitle
from campaigns.contests.selectors.people import runs
from carbon_points.models import PlaceScan
from core import clock

State = Recheck.State


def recheck_of(title: Title) -> Recheck | None:
    """The latest, whatever became of it; None when none has opened yet."""
    return Recheck.objects.select_related("title").filter(title=title).order_by("-due_from").first()


def rechecks_of(contest: Contest) -> "QuerySet[Recheck]":
    """All of a contest: what waits for a decision first, then the latest."""
    rows = Recheck.objects.filter(title__contest=contest)
    rows = rows.select_related("title__entry", "title__organisation", "title__place", "submitted_by")
    waiting = {state: place for place, state in enumerate([State.SUBMITTED, State.OPEN])}
    order = Case(
        *(When(state=state, then=Value(place)) for state, place in waiting.items()),
        default=Value(len(waiting)),
    )
    return rows.order_by(order, "-due_from", "pk")


def recheck_run_by(user: User, recheck_id: int) -> Recheck:
    """One of a contest that this person may run. Raises NoSuchTitle."""
    rows = Recheck.objects.select_related("title__entry", "title__contest", "title__place")
    recheck = rows.filter(pk=recheck_id, title__contest__in=runs(user)).first()
    if recheck is None:
        raise NoSuchTitle("没有这次复核，或者您不是这个评选的主办人员。")
    return recheck


def evidence_of(recheck: Recheck) -> "QuerySet[EntryFile]":
    """The pictures that were handed in for this very re-check."""
    return EntryFile.objects.filter(
        entry=recheck.title.entry_id,
        purpose=EntryFile.Purpose.RECHECK,
        at__gte=clock.midnight(recheck.due_from),
        at__lt=clock.next_midnight(recheck.due_until),
    ).order_by("pk")


def evidence_by_recheck(rechecks: list[Recheck]) -> dict[int, list[EntryFile]]:
    """The same for many; one query."""
    entries = {one.title.entry_id for one in rechecks}
    files = EntryFile.objects.filter(entry__in=entries, purpose=EntryFile.Purpose.RECHECK).order_by("pk")
    found: dict[int, list[EntryFile]] = {one.pk: [] for one in rechecks}
    for file in files:
        day = timezone.localdate(file.at)
        for one in rechecks:
            if file.entry_id == one.title.entry_id and one.due_from <= day <= one.due_until:
                found[one.pk].append(file)
    return found


def takes_evidence(recheck: Recheck) -> bool:
    """Whether its holder can still write into it today."""
    open_states = {State.OPEN, State.SUBMITTED}
    return recheck.state in open_states and recheck.due_from <= clock.today() <= recheck.due_until


def evidence_for(user: User, title_id: int, file_id: int, *, is_mine: bool) -> EntryFile | None:
    """A picture of a re-check of this title, for its holder and whoever runs the contest."""
    rows = EntryFile.objects.filter(pk=file_id, purpose=EntryFile.Purpose.RECHECK, entry__award=title_id)
    return (rows if is_mine else rows.filter(entry__contest__in=runs(user))).first()


def scans_of(title: Title) -> int:
    """How often residents scanned its code since the last look; what was taken back does not count."""
    if title.place_id is None:
        return 0
    scans = PlaceScan.objects.filter(place=title.place_id, log__reversal=None)
    return scans.filter(day__gte=_since(title)).count()


def _since(title: Title) -> date:
    passed = Recheck.objects.filter(title=title, state=State.PASSED, submitted_at__isnull=False)
    last = passed.order_by("-due_from").values_list("submitted_at", flat=True).first()
    return timezone.localdate(last) if last else title.valid_from
