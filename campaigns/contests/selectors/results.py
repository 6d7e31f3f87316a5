"""Results for whom they concern: the desk and the chair, whoever applied, whoever may object."""

from dataclasses import dataclass

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.selectors.organisations import organisations_of
from campaigns.contests.models import Contest, Entry, Objection, PanelMember, Result, Title
from campaigns.contests.refusals.contests import NoSuchContest
from campaigns.contests.refusals.results import NoSuchResult
from campaigns.contests.selectors.people import RUNNERS, contest_run_by, member_of


def standing_results(contest: Contest) -> "QuerySet[Result]":
    """Of entries that were not taken back and not forgotten since."""
    rows = Result.objects.filter(
        entry__contest=contest, entry__state=Entry.State.ACCEPTED, entry__forgotten_at=None
    )
    return rows.select_related("entry", "level").order_by("entry")


def disputed(contest: Contest) -> set[int]:
    """Entries with an objection that is not decided yet."""
    rows = Objection.objects.filter(contest=contest, outcome="", entry__isnull=False)
    return {pk for pk in rows.values_list("entry", flat=True) if pk is not None}


def untitled(contest: Contest) -> "QuerySet[Result]":
    """With a level, without a title, and nothing open against them."""
    still_open = Objection.objects.filter(entry=OuterRef("entry"), outcome="")
    titled = Title.objects.filter(entry=OuterRef("entry"))
    rows = standing_results(contest).filter(level__isnull=False)
    return rows.exclude(Exists(still_open)).exclude(Exists(titled))


def own_entry(user: User, entry_id: int) -> Entry | None:
    """An entry for its own people: its organisation's head and staff, or whoever applied as a person."""
    if not user.is_active:
        return None
    mine = Q(organisation=None, applicant=user)
    rows = Entry.objects.filter(mine | Q(organisation__in=organisations_of(user, roles=RUNNERS)))
    return rows.select_related("contest__standard").filter(pk=entry_id).first()


def own_result(user: User, entry_id: int) -> Result:
    """What became of it, from the notice on. Raises NoSuchResult for everybody else, and before."""
    entry = own_entry(user, entry_id)
    rows = Result.objects.select_related("entry__contest__standard", "entry__award", "level", "level_before")
    result = rows.filter(entry=entry).first() if entry else None
    if result is None:
        raise NoSuchResult("没有这份申报的结果：它可能还没有公示，或者您不是它的申报人员。")
    return result


def objectionable(user: User | None, contest: Contest, entry_id: int | None) -> Entry | None:
    """What somebody may object to: a result that stands in the notice, one's own, or (None) the contest.

    Raises NoSuchResult.
    """
    if entry_id is None:
        return None
    result = standing_results(contest).filter(entry=entry_id).first()
    is_public = result is not None and result.level_id is not None
    if result is None or not (is_public or (user is not None and own_entry(user, entry_id))):
        raise NoSuchResult("公示里没有这一件，请回到公示页重新选择。")
    return result.entry


def contest_overseen_by(user: User, contest_id: int) -> Contest:
    """For whoever runs a contest, or leads its judging. Raises NoSuchContest."""
    try:
        return contest_run_by(user, contest_id)
    except NoSuchContest:
        return member_of(user, contest_id, PanelMember.Role.CHAIR).contest


@dataclass(frozen=True, slots=True)
class Overview:
    """How many results there are, and what is wrong with some."""

    all: int
    scored: int
    vetoed: int
    unscored: int
    disputed: int


def overview_of(contest: Contest) -> Overview:
    """In one query."""
    rows = Result.objects.filter(entry__contest=contest)
    counts = rows.aggregate(
        all=Count("pk"),
        scored=Count("pk", filter=Q(score__isnull=False)),
        vetoed=Count("pk", filter=Q(is_vetoed=True)),
    )
    few = rows.filter(score=None, is_vetoed=False).count()
    return Overview(**counts, unscored=few, disputed=len(disputed(contest)))


def results_for_desk(contest: Contest) -> "QuerySet[Result]":
    """All of them: those without a score first, because something is to be done, then by rank."""
    rows = Result.objects.filter(entry__contest=contest)
    rows = rows.select_related("entry__organisation", "level", "level_before", "entry__award")
    is_few = ExpressionWrapper(Q(score=None, is_vetoed=False), BooleanField())
    return rows.annotate(is_few=is_few).order_by("-is_few", "is_vetoed", "rank", "entry__number")


def objections_for_desk(contest: Contest) -> "QuerySet[Objection]":
    """Open ones first, the oldest first."""
    rows = contest.objections.select_related("entry__result__level")
    return rows.order_by(F("decided_at").asc(nulls_first=True), "pk")
