"""A sheet in the hands of its juror: locked in the database, and read as a whole."""

from dataclasses import dataclass
from decimal import Decimal

from accounts.models import User
from campaigns.contests.models import Assignment, Criterion, Entry, PanelMember
from campaigns.contests.refusals.judging import MarksLocked, NoSuchSheet
from campaigns.contests.rules.phases import Phase
from campaigns.contests.selectors.calendar import check_phase
from campaigns.contests.selectors.conflicts import in_conflict
from campaigns.contests.services.judging_log import held

State = Assignment.State


@dataclass(frozen=True, slots=True)
class MarkIn:
    """What a juror gives for one criterion; nothing given yet is points None."""

    points: Decimal | None = None
    is_vetoed: bool = False
    comment: str = ""


def hold(user: User, sheet_id: int, phases: tuple[Phase, ...] = (Phase.JUDGING,)) -> Assignment:
    """The juror's own sheet, with the contest's row and its own locked, in a phase in which it is marked."""
    found = Assignment.objects.filter(pk=sheet_id).values_list("entry__contest", flat=True).first()
    if found is None:
        raise NoSuchSheet("没有这件评审任务。")
    contest = held(found)
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("entry", "member")
    sheet = rows.filter(
        pk=sheet_id,
        member__user=user,
        member__user__is_active=True,
        member__ended_at=None,
        member__role=PanelMember.Role.JUROR,
        entry__state=Entry.State.ACCEPTED,
    ).first()
    if sheet is None or sheet.state == State.RECUSED or in_conflict(sheet.member, sheet.entry):
        raise NoSuchSheet("没有这件评审任务。")
    check_phase(contest, *phases, what="评分")
    sheet.entry.contest = contest
    return sheet


def still_open(sheet: Assignment) -> Assignment:
    """The sheet. Raises MarksLocked."""
    if sheet.state == State.LOCKED:
        raise MarksLocked("这一件已经锁定，不能再改；要改请告诉评审组长。")
    return sheet


def lines_of(sheet: Assignment) -> dict[str, Criterion]:
    """What is scored or rules out, by key, in the order of the standard."""
    rows = Criterion.objects.filter(standard=sheet.entry.contest.standard).order_by("order")
    return {row.key: row for row in rows if not row.is_heading}


def marks_of(sheet: Assignment) -> dict[str, MarkIn]:
    """What stands."""
    return {
        row.criterion.key: MarkIn(row.points, row.is_vetoed, row.comment)
        for row in sheet.marks.select_related("criterion")
    }


def missing_of(sheet: Assignment) -> list[str]:
    """The keys that have no points yet."""
    given = {key for key, mark in marks_of(sheet).items() if mark.points is not None}
    return [key for key, line in lines_of(sheet).items() if line.points is not None and key not in given]
