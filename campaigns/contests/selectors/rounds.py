"""What is on jurors' desks: their rounds, and all their own marks in one table."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Prefetch, Q, QuerySet

from accounts.models import User
from campaigns.contests.models import Assignment, Conflict, Contest, Entry, Mark, PanelMember
from campaigns.contests.rules.answers import shown
from campaigns.contests.rules.phases import NAMES, Phase
from campaigns.contests.selectors.calendar import phase_of
from campaigns.contests.selectors.conflicts import conflicts_of
from campaigns.contests.selectors.people import panels_of

State = Assignment.State
MINE = (State.OPEN, State.LOCKED)


@dataclass(frozen=True, slots=True)
class Round:
    """One contest in which somebody judges: how far they are, and until when."""

    contest: Contest
    role: str
    phase: Phase
    sheets: list[Assignment]

    @property
    def role_name(self) -> str:
        """As pages call it."""
        return PanelMember.Role(self.role).label

    @property
    def phase_name(self) -> str:
        """As pages call it."""
        return NAMES[self.phase]

    @property
    def is_judging(self) -> bool:
        """Marks can be given now."""
        return self.phase == Phase.JUDGING

    @property
    def done(self) -> int:
        """How many are locked."""
        return sum(sheet.state == State.LOCKED for sheet in self.sheets)

    @property
    def next(self) -> Assignment | None:
        """The first that is not locked."""
        return next((sheet for sheet in self.sheets if sheet.state == State.OPEN), None)


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One of my entries before locking: points of each criterion in the order of the standard."""

    sheet: Assignment
    cells: list[str]
    sum: str
    is_vetoed: bool
    missing: int

    @property
    def can_lock(self) -> bool:
        """Whole, and not locked yet."""
        return self.sheet.state == State.OPEN and not self.missing


def sheets_of(member: PanelMember) -> list[Assignment]:
    """What a juror judges in one contest, by label; whatever became too near is left out."""
    rows = Assignment.objects.filter(member=member, state__in=MINE, entry__state=Entry.State.ACCEPTED)
    sheets = list(rows.select_related("entry").order_by("entry__number"))
    close = conflicts_of([member], [sheet.entry for sheet in sheets])
    return [sheet for sheet in sheets if (sheet.entry_id, member.pk) not in close]


def rounds_of(user: User) -> list[Round]:
    """Every contest in which somebody sits on a panel, the one whose judging ends last first."""
    seats = panels_of(user).select_related("contest").order_by("-contest__judging_until", "-pk")[:50]
    members = list(seats)
    jurors = [one for one in members if one.role == PanelMember.Role.JUROR]
    sheets = _sheets(jurors)
    return [Round(one.contest, one.role, phase_of(one.contest), sheets.get(one.pk, [])) for one in members]


def my_sheets(user: User) -> "QuerySet[Assignment]":
    """All of a juror's sheets with their marks; whatever became too near is left out."""
    seats = list(panels_of(user, PanelMember.Role.JUROR))
    rows = Assignment.objects.filter(
        member__in=seats, state__in=MINE, entry__state=Entry.State.ACCEPTED
    ).select_related("entry__contest")
    close = conflicts_of(seats, {row.entry for row in rows})
    near = [row.pk for row in rows if (row.entry_id, row.member_id) in close]
    marks = Prefetch("marks", Mark.objects.select_related("criterion").order_by("criterion__order"))
    return rows.exclude(pk__in=near).prefetch_related(marks).order_by("-pk")


def next_open(member: PanelMember) -> Assignment | None:
    """The first of a juror's sheets that is not locked."""
    return next((sheet for sheet in sheets_of(member) if sheet.state == State.OPEN), None)


def summary_of(member: PanelMember) -> tuple[list[str], list[SummaryRow]]:
    """The keys of what is scored, and my marks in one table. The same queries for any number of rows."""
    scored = member.contest.standard.criteria.filter(points__isnull=False).order_by("order")
    keys = dict(scored.values_list("pk", "key"))
    sheets = sheets_of(member)
    marks: dict[int, dict[int, Mark]] = {}
    for mark in Mark.objects.filter(assignment__in=sheets):
        marks.setdefault(mark.assignment_id, {})[mark.criterion_id] = mark
    return list(keys.values()), [_summary(sheet, list(keys), marks.get(sheet.pk, {})) for sheet in sheets]


def _summary(sheet: Assignment, order: list[int], marks: dict[int, Mark]) -> SummaryRow:
    points = [marks[pk].points if pk in marks else None for pk in order]
    return SummaryRow(
        sheet=sheet,
        cells=[shown(one) if one is not None else "" for one in points],
        sum=shown(sum((one for one in points if one is not None), Decimal(0))),
        is_vetoed=any(mark.is_vetoed for mark in marks.values()),
        missing=sum(one is None for one in points),
    )


def panel_rows(contest: Contest) -> "QuerySet[PanelMember]":
    """Everybody who sits on a panel now, with how much each has to do."""
    mine = Count("assignments", filter=~Q(assignments__state=State.RECUSED))
    locked = Count("assignments", filter=Q(assignments__state=State.LOCKED))
    rows = contest.panel.filter(ended_at=None).select_related("user")
    return rows.annotate(sheets=mine, locked=locked).order_by("role", "pk")


def _sheets(jurors: list[PanelMember]) -> dict[int, list[Assignment]]:
    rows = Assignment.objects.filter(member__in=jurors, state__in=MINE, entry__state=Entry.State.ACCEPTED)
    sheets = list(rows.select_related("entry").order_by("entry__number"))
    close = conflicts_of(jurors, {sheet.entry for sheet in sheets})
    found: dict[int, list[Assignment]] = {}
    for sheet in sheets:
        if (sheet.entry_id, sheet.member_id) not in close:
            found.setdefault(sheet.member_id, []).append(sheet)
    return found


def conflicts_said(member: PanelMember) -> "QuerySet[Conflict]":
    """What a juror said in advance."""
    return member.conflicts.select_related("organisation")
