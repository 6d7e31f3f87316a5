"""What the public notice says of a contest, before, during and after it."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet

from campaigns.contests.models import Contest, Objection, Result
from campaigns.contests.refusals.contests import NoSuchContest
from campaigns.contests.rules.phases import Phase
from campaigns.contests.selectors.calendar import phase_of
from campaigns.contests.selectors.results import standing_results

BEFORE = (
    Phase.BEFORE,
    Phase.ENROL,
    Phase.MATERIALS,
    Phase.SCREENING,
    Phase.VISITS,
    Phase.JUDGING,
)


class Stage(StrEnum):
    """How far the notice is."""

    CANCELLED = "cancelled"
    BEFORE = "before"
    # The day has come, and the marks are being added up.
    COUNTING = "counting"
    NOTICE = "notice"
    # Notice is over; results stand.
    ANNOUNCED = "announced"


@dataclass(frozen=True, slots=True)
class Answered:
    """A decided objection as it is published."""

    about: str
    objection: Objection


def shown_contest(contest_id: int) -> Contest:
    """A contest that was not taken down. Raises NoSuchContest."""
    rows = Contest.objects.exclude(state=Contest.State.WITHDRAWN).select_related("standard", "organisation")
    contest = rows.filter(pk=contest_id).first()
    if contest is None:
        raise NoSuchContest("没有这个评选，它可能已经撤下。")
    return contest


def stage_of(contest: Contest) -> Stage:
    """Today."""
    if contest.state == Contest.State.CANCELLED:
        return Stage.CANCELLED
    phase = phase_of(contest)
    if phase in BEFORE:
        return Stage.BEFORE
    if contest.settled_at is None:
        return Stage.COUNTING
    if contest.announced_at is not None:
        return Stage.ANNOUNCED
    return Stage.NOTICE if phase == Phase.NOTICE else Stage.COUNTING


def proposed(contest: Contest) -> "QuerySet[Result]":
    """Everything with a level, the best first. Pupils' works are not ranked: they stand by number."""
    still_open = Objection.objects.filter(entry=OuterRef("entry"), outcome="")
    rows = standing_results(contest).filter(level__isnull=False)
    rows = rows.select_related("entry__area", "entry__award", "level").annotate(
        is_disputed=Exists(still_open)
    )
    within = ["entry__number"] if contest.for_pupils else ["rank", "entry__number"]
    return rows.order_by("level__order", *within)


def answered(contest: Contest) -> list[Answered]:
    """Decided objections with their answers; an entry is named only if it stands, or stood, in the notice."""
    rows = contest.objections.exclude(outcome="")
    rows = rows.select_related("entry__result").order_by("decided_at", "pk")
    return [Answered(about=_about(row), objection=row) for row in rows]


def open_count(contest: Contest) -> int:
    """How many objections wait for an answer."""
    return contest.objections.filter(outcome="").count()


def revised(contest: Contest) -> "QuerySet[Result]":
    """Results that an objection changed, with what they were before."""
    rows = standing_results(contest).filter(revised_at__isnull=False)
    rows = rows.filter(Q(level__isnull=False) | Q(level_before__isnull=False))
    return rows.select_related("entry", "level", "level_before").order_by("revised_at", "pk")


def _about(objection: Objection) -> str:
    entry = objection.entry
    if entry is None:
        return "整个评选"
    result = entry.result
    is_public = result.level_id is not None or result.level_before_id is not None
    return entry.name if is_public and entry.name else f"编号 {entry.label}"
