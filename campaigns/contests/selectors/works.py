"""Works on show: accepted ones of a contest for works, with their pictures and no private file."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from campaigns.contests.models import Contest, Entry, EntryFile
from campaigns.contests.models.standards import Kind
from campaigns.contests.refusals.contests import NoSuchContest
from campaigns.contests.refusals.likes import NoSuchWork
from campaigns.contests.rules.phases import Phase
from campaigns.contests.selectors.calendar import phase_of

# Jurors have been chosen from then on, and nobody sees a work before it passed screening.
SHOWN_FROM = (Phase.VISITS, Phase.JUDGING, Phase.NOTICE, Phase.ANNOUNCED, Phase.RECHECK, Phase.OVER)
PICTURES = Q(kind=EntryFile.Kind.PICTURE, purpose=EntryFile.Purpose.MATERIAL)


@dataclass(frozen=True, slots=True)
class ShownWork:
    """A work as everybody sees it: an alias and a school, never a person."""

    id: int
    label: str
    title: str
    name: str
    school: str
    words: str
    video_url: str
    pictures: list[EntryFile]


def contest_with_works(contest_id: int) -> Contest:
    """A contest whose works can be looked at now. Raises NoSuchContest."""
    rows = Contest.objects.filter(pk=contest_id, kind=Kind.WORKS).exclude(state=Contest.State.WITHDRAWN)
    contest = rows.select_related("standard").first()
    if contest is None:
        raise NoSuchContest("没有这个作品展，它可能已经撤下。")
    return contest


def is_shown(contest: Contest) -> bool:
    """Whether screening is over, so that works hang."""
    return phase_of(contest) in SHOWN_FROM


def works_of(contest: Contest) -> "QuerySet[Entry]":
    """What hangs, in the order of the numbers, with pictures. Two queries for a page."""
    rows = _shown(Entry.objects.filter(contest=contest)) if is_shown(contest) else Entry.objects.none()
    pictures = EntryFile.objects.filter(PICTURES).order_by("pk")
    return rows.select_related("organisation", "contest").prefetch_related(
        Prefetch("files", queryset=pictures, to_attr="pictures")
    )


def shown_work(entry: Entry) -> ShownWork:
    """One of them, as it hangs."""
    return ShownWork(
        id=entry.pk,
        label=entry.label,
        title=entry.title,
        name=entry.name,
        school=entry.organisation.name if entry.organisation else "",
        words=entry.words,
        video_url=entry.video_url,
        pictures=entry.pictures,  # type: ignore[attr-defined]
    )


def work_on_show(entry_id: int) -> Entry:
    """A work that hangs now or will hang when screening is over. Raises NoSuchWork."""
    entry = _shown(Entry.objects.select_related("contest")).filter(pk=entry_id).first()
    if entry is None:
        raise NoSuchWork("没有这件作品，或者它没有展出。")
    return entry


def picture_on_show(contest_id: int, entry_id: int, file_id: int) -> EntryFile | None:
    """A picture that everybody may see."""
    rows = EntryFile.objects.filter(PICTURES, pk=file_id, entry=entry_id, entry__contest=contest_id)
    file = rows.select_related("entry__contest").first()
    if file is None or not is_shown(file.entry.contest):
        return None
    return file if _shown(Entry.objects.filter(pk=entry_id)).exists() else None


def _shown(rows: "QuerySet[Entry]") -> "QuerySet[Entry]":
    """A pupil's work hangs only when the school holds the guardian's consent."""
    rows = rows.filter(state=Entry.State.ACCEPTED, contest__kind=Kind.WORKS, forgotten_at=None)
    rows = rows.exclude(contest__state=Contest.State.WITHDRAWN)
    return rows.filter(Q(contest__for_pupils=False) | Q(guardian_consent=True)).order_by("number")
