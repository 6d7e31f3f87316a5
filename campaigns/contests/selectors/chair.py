"""What the chair sees: who is how far, where jurors are apart, by labels alone."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet, Sum

from campaigns.contests.models import Assignment, Contest, Entry, JudgingEvent, Mark, PanelMember
from campaigns.contests.refusals.judging import NoSuchSheet
from campaigns.contests.rules.phases import Phase
from campaigns.contests.rules.spread import Habit, Spread, habits_of, of_a_hundred, spread_of
from campaigns.contests.selectors.calendar import phase_of
from campaigns.contests.selectors.rounds import panel_rows

State = Assignment.State
OVER = (Phase.NOTICE, Phase.ANNOUNCED, Phase.RECHECK, Phase.OVER)


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One juror's locked sheet of one entry, in points of a hundred."""

    sheet: Assignment
    points: Decimal
    is_outlier: bool
    has_veto: bool

    @property
    def x(self) -> float:
        """Where it stands in a picture that is 200 wide, as a mark of 4."""
        return _x(self.points) - 2


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry: its locked sheets, how far they are apart, and what is missing."""

    entry: Entry
    marks: list[MarkRow]
    spread: Spread | None
    open: int
    lacking: int

    @property
    def reach(self) -> dict[str, float]:
        """The bar from the lowest to the highest, and the median, in a picture that is 200 wide."""
        if self.spread is None:
            return {}
        low, high = _x(self.spread.low), _x(self.spread.high)
        return {"x": low, "width": max(high - low, 1), "middle": _x(self.spread.median) - 1}


@dataclass(frozen=True, slots=True)
class JurorRow:
    """One juror: how far, and how strict."""

    member: PanelMember
    sheets: int
    locked: int
    habit: Habit | None

    @property
    def open(self) -> int:
        """What is not locked yet."""
        return self.sheets - self.locked


@dataclass(frozen=True, slots=True)
class ChairView:
    """All of a panel's work; `ranking` is empty until everything is locked or judging is over."""

    contest: Contest
    phase: Phase
    jurors: list[JurorRow]
    entries: list[EntryRow]
    ranking: list[EntryRow]

    @property
    def open(self) -> int:
        """How many sheets are not locked."""
        return sum(row.open for row in self.entries)

    @property
    def locked(self) -> int:
        """How many are."""
        return sum(len(row.marks) for row in self.entries)

    @property
    def is_judging(self) -> bool:
        """Marks are given now."""
        return self.phase == Phase.JUDGING


def chair_view(contest: Contest) -> ChairView:
    """Everything at once; the same number of queries for any number of entries and jurors."""
    entries = list(contest.entries.filter(state=Entry.State.ACCEPTED).order_by("number"))
    rows = Assignment.objects.filter(entry__in=entries, state__in=(State.OPEN, State.LOCKED))
    sheets = list(rows.select_related("member__user", "entry").order_by("member"))
    totals, vetoed = _totals(contest, sheets)
    by_entry: dict[int, list[Assignment]] = {}
    for sheet in sheets:
        by_entry.setdefault(sheet.entry_id, []).append(sheet)
    found = [_entry(contest, one, by_entry.get(one.pk, []), totals, vetoed) for one in entries]
    phase = phase_of(contest)
    return ChairView(
        contest=contest,
        phase=phase,
        jurors=_jurors(contest, found),
        entries=found,
        ranking=_ranking(found, phase),
    )


def locked_sheet(contest: Contest, sheet_id: int) -> Assignment:
    """A locked sheet of this contest. Raises NoSuchSheet."""
    rows = Assignment.objects.filter(entry__contest=contest, state=State.LOCKED)
    found = rows.select_related("entry", "member__user").filter(pk=sheet_id).first()
    if found is None:
        raise NoSuchSheet("没有这张锁定的评分表。")
    return found


def judging_events(contest: Contest) -> "QuerySet[JudgingEvent]":
    """The log, the latest first."""
    return contest.judging_events.select_related("entry", "member__user", "by").order_by("-pk")


def _totals(contest: Contest, sheets: list[Assignment]) -> tuple[dict[int, Decimal], set[int]]:
    """Locked sheet to points of a hundred, and the sheets with a veto."""
    most = contest.standard.criteria.aggregate(sum=Sum("points"))["sum"] or Decimal(0)
    locked = [sheet.pk for sheet in sheets if sheet.state == State.LOCKED]
    marks = Mark.objects.filter(assignment__in=locked).order_by()
    sums = dict(marks.values_list("assignment").annotate(Sum("points")))
    totals = {pk: of_a_hundred(sums.get(pk) or Decimal(0), most) for pk in locked}
    return totals, set(marks.filter(is_vetoed=True).values_list("assignment", flat=True))


def _entry(
    contest: Contest, entry: Entry, sheets: list[Assignment], totals: dict[int, Decimal], vetoed: set[int]
) -> EntryRow:
    locked = [sheet for sheet in sheets if sheet.pk in totals]
    spread = spread_of({sheet.member_id: totals[sheet.pk] for sheet in locked})
    outliers = spread.outliers if spread else frozenset()
    return EntryRow(
        entry=entry,
        marks=[
            MarkRow(sheet, totals[sheet.pk], sheet.member_id in outliers, sheet.pk in vetoed)
            for sheet in locked
        ],
        spread=spread,
        open=len(sheets) - len(locked),
        lacking=max(0, contest.jurors_per_entry - len(sheets)) if contest.drawn_at else 0,
    )


def _jurors(contest: Contest, entries: list[EntryRow]) -> list[JurorRow]:
    habits = habits_of(
        {row.entry.pk: {mark.sheet.member_id: mark.points for mark in row.marks} for row in entries}
    )
    rows = panel_rows(contest).filter(role=PanelMember.Role.JUROR)
    return [JurorRow(one, *_load(one), habits.get(one.pk)) for one in rows]


def _load(member: PanelMember) -> tuple[int, int]:
    """As `panel_rows` counted: sheets, locked ones."""
    return member.sheets, member.locked  # type: ignore[attr-defined]


def _ranking(entries: list[EntryRow], phase: Phase) -> list[EntryRow]:
    all_locked = bool(entries) and all(row.marks and not row.open for row in entries)
    if phase not in OVER and not (phase == Phase.JUDGING and all_locked):
        return []
    scored = [row for row in entries if row.spread is not None]
    return sorted(scored, key=lambda row: (-row.spread.mean, row.entry.number) if row.spread else (0, 0))


def _x(points: Decimal) -> float:
    """0 to 100 points on 196 of 200: marks at the ends stay inside."""
    return round(2 + float(points) * 1.96, 1)
