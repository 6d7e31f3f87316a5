"""What the desk sees: how many stand where, who waits for whom, one entry, what can be taken back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from accounts.models import Area, User
from accounts.selectors.households import household_of
from accounts.selectors.organisations import membership_in
from campaigns.contests.models import Contest, Entry, EntryEvent, Kind
from campaigns.contests.refusals.entries import NoSuchEntry
from campaigns.contests.rules.phases import Phase
from campaigns.contests.selectors.calendar import phase_of
from core.text import is_readable

# Decisions are possible from the first entry to the last day of screening.
SCREENABLE = (Phase.ENROL, Phase.MATERIALS, Phase.SCREENING)
# While what is returned can still be handed in again.
RETURNABLE = (Phase.ENROL, Phase.MATERIALS)
UNDO_FOR = timedelta(minutes=10)
State = Entry.State
# What has not been handed in, or was taken back, is nobody's business but its own people's.
CLOSED_TO_THE_DESK = (State.DRAFT, State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for somebody: how many, what, until when, and which state to list."""

    count: int
    what: str
    until: date | None
    state: str


def all_contests() -> "QuerySet[Contest]":
    """Every contest, the latest first, each with how many were handed in and how many wait. One query."""
    return Contest.objects.annotate(
        waiting=Count("entries", filter=Q(entries__state=State.SUBMITTED)),
        handed_in=Count("entries", filter=~Q(entries__state__in=CLOSED_TO_THE_DESK)),
    ).order_by("-published_at", "-pk")


def numbers_of(contest: Contest) -> dict[str, int]:
    """How many entries stand in each state. One query."""
    rows = Entry.objects.filter(contest=contest).order_by().values_list("state")
    found = dict(rows.annotate(count=Count("pk")))
    return {state: found.get(state, 0) for state in State.values}


def waiting_in(contest: Contest, numbers: dict[str, int]) -> list[Waiting]:
    """Who waits for whom now. No query."""
    now = phase_of(contest)
    found = []
    if now in SCREENABLE:
        found.append(
            Waiting(
                numbers[State.SUBMITTED],
                "等主办方初审；到期没有决定的，按通过处理",
                contest.screening_until,
                State.SUBMITTED,
            )
        )
    if now in RETURNABLE:
        until = contest.materials_until
        found.append(Waiting(numbers[State.RETURNED], "等申报人改好再交", until, State.RETURNED))
        found.append(Waiting(numbers[State.DRAFT], "等申报人填完提交", until, State.DRAFT))
    return [one for one in found if one.count]


def entries_at_desk(
    contest: Contest, *, state: str = "", town: str = "", words: str = ""
) -> "QuerySet[Entry]":
    """Entries by number; only of a state, a township (its code), or with words in name, title or number."""
    rows = Entry.objects.filter(contest=contest).select_related("organisation", "area", "applicant")
    if state in State.values:
        rows = rows.filter(state=state)
    if town and is_readable(town):
        rows = rows.filter(Q(area__code=town) | Q(area__parent__code=town, area__level=Area.Level.COMMUNITY))
    words = " ".join(words.split())[:60] if is_readable(words) else ""
    if words:
        named = Q(name__icontains=words) | Q(title__icontains=words)
        is_number = words.isascii() and words.isdigit() and len(words) < 9
        rows = rows.filter(named | Q(number=int(words)) if is_number else named)
    return rows.order_by("number")


def entry_at_desk(contest: Contest, entry_id: int) -> Entry:
    """One entry of a contest. Raises NoSuchEntry."""
    rows = Entry.objects.filter(contest=contest).select_related("organisation", "area", "applicant")
    entry = rows.filter(pk=entry_id).first()
    if entry is None:
        raise NoSuchEntry("没有这件申报，请回到名单里重新选择。")
    entry.contest = contest
    return entry


def next_waiting(contest: Contest, after: Entry | None = None) -> Entry | None:
    """What to look at next: the earliest handed in that waits, rather behind this one."""
    rows = Entry.objects.filter(contest=contest, state=State.SUBMITTED).order_by("number")
    if after is None:
        return rows.first()
    return rows.filter(number__gt=after.number).first() or rows.exclude(pk=after.pk).first()


def can_take_back(entry: Entry, user: User, now: datetime) -> bool:
    """Whether the last word about an entry is this person's, and fresh. One query."""
    last = entry.events.last()
    return (
        phase_of(entry.contest) in SCREENABLE
        and last is not None
        and last.by_id == user.pk
        and last.what == entry.state
        and last.what in {State.ACCEPTED, State.RETURNED, State.REFUSED}
        and last.revision == entry.revision
        and now <= last.at + UNDO_FOR
    )


def fresh_decisions(contest: Contest, user: User, now: datetime) -> list[Entry]:
    """What this person has decided within ten minutes and still stands, the latest first. One query."""
    decided = (State.ACCEPTED, State.RETURNED, State.REFUSED)
    events = EntryEvent.objects.filter(
        entry__contest=contest, by=user, at__gte=now - UNDO_FOR, what__in=decided
    )
    rows = events.select_related("entry").order_by("-pk")
    found = {event.entry_id: event for event in reversed(rows)}
    fresh = [event for event in found.values() if event.what == event.entry.state]
    return [event.entry for event in sorted(fresh, key=lambda event: -event.pk)][:5]


def stands_with(user: User, entry: Entry, contest: Contest) -> bool:
    """Whether somebody belongs to who applies: the organisation, or the family. A school may screen what its
    own classes hand in to its own call for works."""
    if entry.applicant_id == user.pk:
        return True
    if entry.organisation_id is None:
        home = household_of(user)
        return home is not None and home.members.filter(user=entry.applicant_id, left_at=None).exists()
    own_call = contest.kind == Kind.WORKS and contest.organisation_id == entry.organisation_id
    return not own_call and membership_in(user, entry.organisation_id) is not None
