"""The phase of a contest now, and its phases as a line of steps."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from campaigns.contests.models import Contest
from campaigns.contests.refusals.contests import WrongPhase
from campaigns.contests.rules.phases import NAMES, Phase, phase_on
from core import clock


@dataclass(frozen=True, slots=True)
class Step:
    """One phase as a page shows it; `until` is its last day, empty where it has no end of its own."""

    phase: Phase
    name: str
    first: date | None
    until: date | None
    is_now: bool
    is_over: bool


def phase_of(contest: Contest, day: date | None = None) -> Phase:
    """The phase of today, or of a day."""
    return phase_on(contest.calendar, day or clock.today())


def check_phase(contest: Contest, *phases: Phase, what: str) -> Phase:
    """The phase now, which is one of these. Raises WrongPhase, which says when `what` is possible."""
    now = phase_of(contest)
    if contest.state != Contest.State.OPEN:
        raise WrongPhase(f"这个评选{contest.get_state_display()}，不能{what}。")
    if now not in phases:
        raise WrongPhase(f"现在是“{NAMES[now]}”阶段，{_when(contest, phases)}才能{what}。")
    return now


def steps_of(contest: Contest) -> list[Step]:
    """The phases that this contest has, in order."""
    today, now = clock.today(), phase_of(contest)
    calendar = contest.calendar
    spans: list[tuple[Phase, date | None, date | None]] = [
        (Phase.ENROL, calendar.enrol_from, calendar.enrol_until),
        (Phase.MATERIALS, None, calendar.materials_until),
        (Phase.SCREENING, None, calendar.screening_until),
        (Phase.VISITS, None, calendar.visits_until),
        (Phase.JUDGING, None, calendar.judging_until),
        (Phase.NOTICE, None, calendar.notice_until),
        (Phase.ANNOUNCED, None, None),
        (Phase.RECHECK, calendar.recheck_from, calendar.recheck_until),
    ]
    kept = [
        (phase, first, until)
        for phase, first, until in spans
        if phase == Phase.ANNOUNCED or until is not None
    ]
    return [
        Step(
            phase=phase,
            name=NAMES[phase],
            first=first,
            until=until,
            is_now=phase == now,
            is_over=until is not None and until < today,
        )
        for phase, first, until in kept
    ]


def _when(contest: Contest, phases: Collection[Phase]) -> str:
    names = "、".join(f"“{step.name}”" for step in steps_of(contest) if step.phase in phases)
    return f"{names or '规定的'}阶段"
