"""One entry on a juror's desk: blind, with the rubric and their own marks. Nothing about anybody else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal

from accounts.models import User
from campaigns.contests.file_links import file_url
from campaigns.contests.models import (
    Assignment,
    Contest,
    Entry,
    EntryFile,
    Finding,
    Mark,
    PanelMember,
)
from campaigns.contests.refusals.judging import NoSuchSheet
from campaigns.contests.rules.answers import shown
from campaigns.contests.rules.phases import Phase
from campaigns.contests.selectors.calendar import phase_of
from campaigns.contests.selectors.conflicts import in_conflict
from campaigns.contests.selectors.entry_forms import FileRow, Line, form_of
from campaigns.contests.selectors.people import panels_of
from campaigns.contests.selectors.rounds import MINE, sheets_of

State = Assignment.State


@dataclass(frozen=True, slots=True)
class Quick:
    """A button that gives points: what it says, and how many."""

    name: str
    points: str


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A criterion with what the entry says, what was found on site, and the juror's own mark."""

    said: Line
    mark: Mark | None
    finding: Finding | None
    quick: list[Quick] = field(default_factory=list)
    # What was typed and refused, by the names of the form's fields.
    typed: Mapping[str, str] | None = None

    @property
    def points(self) -> str:
        """The juror's points, as one writes them; empty when not given."""
        if self.typed is not None:
            return self.typed.get(f"p-{self.said.key}", "")
        return shown(self.mark.points) if self.mark and self.mark.points is not None else ""

    @property
    def comment(self) -> str:
        """The juror's comment."""
        if self.typed is not None:
            return self.typed.get(f"c-{self.said.key}", "")
        return self.mark.comment if self.mark else ""

    @property
    def is_vetoed(self) -> bool:
        """The juror says that it rules the entry out."""
        if self.typed is not None:
            return self.typed.get(f"v-{self.said.key}", "") == "yes"
        return bool(self.mark and self.mark.is_vetoed)

    @property
    def own(self) -> str:
        """The entry's own score, in halves, as a beginning; empty without one."""
        score = self.said.self_score
        return "" if score is None else shown((score * 2).to_integral_value(ROUND_FLOOR) / 2)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One entry on a juror's desk."""

    assignment: Assignment
    contest: Contest
    title: str
    words: str
    video_url: str
    files: list[FileRow]
    sections: list[tuple[str, list[SheetLine]]]
    visit_words: str
    visit_files: list[FileRow]
    previous: Assignment | None
    following: Assignment | None
    place: int
    of: int
    can_mark: bool

    @property
    def lines(self) -> list[SheetLine]:
        """All lines in order."""
        return [line for _, lines in self.sections for line in lines]

    @property
    def given(self) -> int:
        """How many criteria have points."""
        return sum(bool(line.points) for line in self.lines)

    @property
    def to_give(self) -> int:
        """How many need them."""
        return sum(not line.said.criterion.is_veto for line in self.lines)

    @property
    def sum(self) -> str:
        """The points so far."""
        points = [line.mark.points for line in self.lines if line.mark and line.mark.points is not None]
        return shown(sum(points, Decimal(0)))


def sheet_behind(user: User, sheet_id: int) -> Assignment:
    """A sheet for its juror. Raises NoSuchSheet for everybody else, and for what became too near."""
    rows = Assignment.objects.select_related("entry__contest__standard", "entry__organisation", "member")
    found = rows.filter(
        pk=sheet_id,
        state__in=MINE,
        entry__state=Entry.State.ACCEPTED,
        member__in=panels_of(user, PanelMember.Role.JUROR),
    ).first()
    if found is None or in_conflict(found.member, found.entry):
        raise NoSuchSheet("没有这件评审任务，它可能已经换给别的评委。")
    return found


def sheet_of_entry(user: User, entry_id: int) -> Assignment:
    """The same, by the number of the entry."""
    rows = Assignment.objects.filter(entry=entry_id, member__in=panels_of(user, PanelMember.Role.JUROR))
    found = rows.filter(state__in=MINE).values_list("pk", flat=True).first()
    if found is None:
        raise NoSuchSheet("没有这件评审任务，它可能已经换给别的评委。")
    return sheet_behind(user, found)


def sheet_of(user: User, sheet_id: int) -> Sheet:
    """One entry, blind, with its rubric. Raises NoSuchSheet."""
    one = sheet_behind(user, sheet_id)
    contest = one.entry.contest
    form = form_of(one.entry, viewer=user, blind=True)
    marks = {mark.criterion_id: mark for mark in one.marks.all()}
    found = Finding.objects.filter(visit__entry=one.entry, visit__submitted_at__isnull=False)
    findings = {row.criterion_id: row for row in found.select_related("visit")}
    mine = sheets_of(one.member)
    at = [sheet.pk for sheet in mine].index(one.pk)
    visit = next((row.visit for row in findings.values()), None)
    return Sheet(
        assignment=one,
        contest=contest,
        title=form.title,
        words=form.words,
        video_url=form.video_url,
        files=form.files,
        sections=[
            (
                section.title,
                [
                    SheetLine(
                        line,
                        marks.get(line.criterion.pk),
                        findings.get(line.criterion.pk),
                        _quick(line.criterion.points),
                    )
                    for line in section.lines
                ],
            )
            for section in form.sections
        ],
        visit_words=visit.words if visit else "",
        visit_files=_visit_files(one.entry, user) if visit else [],
        previous=mine[at - 1] if at else None,
        following=mine[at + 1] if at + 1 < len(mine) else None,
        place=at + 1,
        of=len(mine),
        can_mark=one.state == State.OPEN
        and contest.state == Contest.State.OPEN
        and phase_of(contest) == Phase.JUDGING,
    )


def visit_pictures(entry: Entry, viewer: User) -> list[FileRow]:
    """Pictures of a visit under neutral names, for one viewer."""
    return _visit_files(entry, viewer)


def _visit_files(entry: Entry, viewer: User) -> list[FileRow]:
    rows = EntryFile.objects.filter(entry=entry, purpose=EntryFile.Purpose.VISIT).order_by("pk")
    return [
        FileRow(
            id=row.pk,
            name=f"现场{number}",
            is_picture=True,
            size=row.size,
            url=file_url(file=row, viewer=viewer),
        )
        for number, row in enumerate(rows, start=1)
    ]


def _quick(points: Decimal | None) -> list[Quick]:
    """Three taps' worth: all, four fifths, three fifths, on halves."""
    if points is None:
        return []
    steps = (("满分", Decimal(1)), ("良", Decimal("0.8")), ("中", Decimal("0.6")))
    return [
        Quick(name, shown(points if share == 1 else (points * share * 2).to_integral_value() / 2))
        for name, share in steps
    ]
