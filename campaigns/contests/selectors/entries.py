"""Entries, for their own people, the desk and, blind, jurors."""

from django.db.models import Q, QuerySet

from accounts.models import Organisation, User
from accounts.models.organisations import Role
from accounts.selectors.organisations import organisations_of
from campaigns.contests.models import Contest, Entry, EntryEvent, Kind
from campaigns.contests.refusals.contests import NoSuchContest
from campaigns.contests.refusals.entries import NoSuchEntry
from campaigns.contests.rules.phases import Phase
from campaigns.contests.selectors.calendar import phase_of
from campaigns.contests.selectors.people import judged_blind

# Who may apply for an organisation.
APPLYING = (Role.HEAD, Role.STAFF)
EDITABLE = (Entry.State.DRAFT, Entry.State.RETURNED)
FILLING = (Phase.ENROL, Phase.MATERIALS)
NOT_YOURS = "没有这份申报，或者您不是它的申报人员。"


def own_entries(user: User) -> "QuerySet[Entry]":
    """Those of a person's organisations, and those that a person began for the own family or as the author.

    Who has left an organisation sees no more of it; a juror or chair sees nothing of it until all is judged.
    """
    if not user.is_active:
        return Entry.objects.none()
    mine = Q(organisation=None, applicant=user)
    rows = Entry.objects.exclude(contest__in=judged_blind(user))
    return rows.filter(mine | Q(organisation__in=organisations_of(user, roles=APPLYING)))


def my_entries(user: User) -> "QuerySet[Entry]":
    """The same with contest and organisation, the latest first."""
    rows = own_entries(user).select_related("contest", "organisation")
    return rows.order_by("-pk")


def entry_of(user: User, entry_id: int) -> Entry:
    """The entry, for its own people. Raises NoSuchEntry for everybody else."""
    rows = own_entries(user).select_related("contest__standard", "organisation", "area")
    entry = rows.filter(pk=entry_id).first()
    if entry is None:
        raise NoSuchEntry(NOT_YOURS)
    return entry


def public_contest(contest_id: int) -> Contest:
    """A contest that was not taken down. Raises NoSuchContest."""
    rows = Contest.objects.exclude(state=Contest.State.WITHDRAWN).select_related("standard", "organisation")
    contest = rows.filter(pk=contest_id).first()
    if contest is None:
        raise NoSuchContest("没有这个评选，它可能已经撤下。")
    return contest


def is_editable(entry: Entry) -> bool:
    """The form takes changes now."""
    is_open = entry.contest.state == Contest.State.OPEN
    return entry.state in EDITABLE and is_open and phase_of(entry.contest) in FILLING


def events_of(entry: Entry) -> "QuerySet[EntryEvent]":
    """What happened to it, the latest first."""
    return EntryEvent.objects.filter(entry=entry).order_by("-pk")


def returned_because(entry: Entry) -> str:
    """Why it came back; empty unless it is back now."""
    if entry.state not in {Entry.State.RETURNED, Entry.State.REFUSED}:
        return ""
    latest = events_of(entry).filter(what=entry.state).first()
    return latest.words if latest else ""


def takes_people(contest: Contest) -> bool:
    """A person may apply for themselves: a family, or the author of a work."""
    return contest.kind == Kind.FAMILY or (contest.kind == Kind.WORKS and not contest.for_pupils)


def organisation_kind(contest: Contest) -> str:
    """The kind of organisation that applies; empty for families."""
    if contest.kind == Kind.FAMILY:
        return ""
    return Organisation.Kind.SCHOOL.value if contest.kind == Kind.WORKS else contest.kind


def organisations_for(user: User, contest: Contest) -> list[Organisation]:
    """The organisations of the right kind for which a person may apply, verified or not yet."""
    kind = organisation_kind(contest)
    if not kind:
        return []
    return list(organisations_of(user, roles=APPLYING, kinds=[kind]).select_related("area").order_by("pk"))


def standing_entries(user: User, contest: Contest) -> list[Entry]:
    """What a person sees of their own in one contest, withdrawn ones left out."""
    rows = own_entries(user).filter(contest=contest).exclude(state=Entry.State.WITHDRAWN)
    return list(rows.select_related("organisation").order_by("pk"))
