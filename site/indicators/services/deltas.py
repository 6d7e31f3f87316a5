"""What a batch of logs changes in the totals, worked out in memory."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from accounts.models import Area
from carbon_points.models import Action, ActionLog, Method
from carbon_points.selectors.logs import FeedRow
from indicators.periods import starts
from indicators.services.membership import organisations_of

DayKey = tuple[date, str, str, str, str]
ActionKey = tuple[date, str, str, str]
PeriodKey = tuple[str, date, str, str]
PersonKey = tuple[int, str, date]
# Area, organisation, category, published evidence, channel.
CellKey = tuple[str, str, str, str, str]
# Unquantified actions count people and logs but 0 g, and are published apart from both kinds of evidence.
UNQUANTIFIED = "unquantified"
# What every table adds up.
SUMS = ("logs", "milligrams", "low_mg", "high_mg", "points")


@dataclass(slots=True)
class Sum:
    """Numbers that add up; carbon in milligrams."""

    logs: int = 0
    milligrams: int = 0
    low_mg: int = 0
    high_mg: int = 0
    points: int = 0
    quantity: Decimal = Decimal(0)

    @property
    def row(self) -> tuple[int, ...]:
        """The numbers of SUMS, in their order."""
        return self.logs, self.milligrams, self.low_mg, self.high_mg, self.points

    def add(self, other: "Sum") -> None:
        """Add each number of the other."""
        self.logs += other.logs
        self.milligrams += other.milligrams
        self.low_mg += other.low_mg
        self.high_mg += other.high_mg
        self.points += other.points
        self.quantity += other.quantity


@dataclass(frozen=True, slots=True)
class Fact:
    """One log, or several alike, in the words of the totals. An undo has negative numbers."""

    day: date
    area_code: str
    organisation: str
    action_code: str
    category: str
    evidence: str
    published_evidence: str
    channel: str
    is_resident: bool
    numbers: Sum

    @property
    def day_key(self) -> DayKey:
        """Its row among the day totals."""
        return self.day, self.area_code, self.action_code, self.evidence, self.channel

    @property
    def action_day_key(self) -> ActionKey:
        """Its row among the totals of actions."""
        return self.day, self.action_code, self.published_evidence, self.channel

    @property
    def cell(self) -> CellKey:
        """Its cell in which people are counted."""
        return self.area_code, self.organisation, self.category, self.published_evidence, self.channel


class Register:
    """Which town a community belongs to, and which actions are organisations'. Read once for a batch."""

    def __init__(self) -> None:
        """Read the areas and actions; a few hundred rows."""
        self._scopes: dict[CellKey, list[tuple[str, str]]] = {}
        self._towns = {
            code: code if level == Area.Level.TOWN else above or ""
            for code, level, above in Area.objects.exclude(level=Area.Level.CITY).values_list(
                "code", "level", "parent__code"
            )
        }
        self._organisations = set(
            Action.objects.exclude(audience=Action.Audience.RESIDENT).values_list("code", flat=True)
        )

    def fact(
        self,
        *,
        day: date,
        area_code: str,
        organisation: str,
        action_code: str,
        category: str,
        evidence: str,
        channel: str,
        is_quantified: bool,
        numbers: Sum,
    ) -> Fact:
        """One log, or several alike, in the words of the totals."""
        return Fact(
            day,
            area_code,
            organisation,
            action_code,
            category,
            evidence,
            evidence if is_quantified else UNQUANTIFIED,
            channel,
            action_code not in self._organisations,
            numbers,
        )

    def scopes_of(self, cell: CellKey) -> list[tuple[str, str]]:
        """The numbers, as (scope, key), that a cell is part of."""
        found = self._scopes.get(cell)
        if found is None:
            found = self._scopes[cell] = self._found_scopes(cell)
        return found

    def _found_scopes(self, cell: CellKey) -> list[tuple[str, str]]:
        area_code, organisation, category, evidence, channel = cell
        town = self._towns.get(area_code, "")
        found = [
            ("city", ""),
            ("town", town),
            ("category", category),
            ("evidence", evidence),
            ("channel", channel),
        ]
        if town and area_code != town:
            found.append(("community", area_code))
        if organisation:
            found.append(("organisation", organisation))
        return found

    def town_day_key(self, fact: Fact) -> DayKey:
        """Its row among the totals of townships."""
        town = self._towns.get(fact.area_code, "")
        return fact.day, town, fact.category, fact.published_evidence, fact.channel

    def period_keys(self, fact: Fact) -> list[PeriodKey]:
        """The rows of a fact among the period totals; none for an organisation's action."""
        if not fact.is_resident:
            return []
        return [(*stretch, *place) for stretch in starts(fact.day) for place in self.scopes_of(fact.cell)]

    def present_in(self, cells: Mapping[CellKey, int]) -> set[tuple[str, str]]:
        """The numbers, as (scope, key), in which a person with these standing logs is counted."""
        standing: defaultdict[tuple[str, str], int] = defaultdict(int)
        for cell, active in cells.items():
            for place in self.scopes_of(cell):
                standing[place] += active
        return {place for place, active in standing.items() if active > 0}


@dataclass(slots=True)
class Deltas:
    """What to add to each row of the tables."""

    register: Register
    days: defaultdict[DayKey, Sum] = field(default_factory=lambda: defaultdict(Sum))
    town_days: defaultdict[DayKey, Sum] = field(default_factory=lambda: defaultdict(Sum))
    action_days: defaultdict[ActionKey, Sum] = field(default_factory=lambda: defaultdict(Sum))
    periods: defaultdict[PeriodKey, Sum] = field(default_factory=lambda: defaultdict(Sum))
    people: defaultdict[PersonKey, defaultdict[CellKey, int]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(int))
    )

    def add(self, fact: Fact, resident_id: int) -> None:
        """Take in one log."""
        self.days[fact.day_key].add(fact.numbers)
        for key in self.register.period_keys(fact):
            self.periods[key].add(fact.numbers)
        if fact.is_resident:
            self.town_days[self.register.town_day_key(fact)].add(fact.numbers)
            self.action_days[fact.action_day_key].add(fact.numbers)
            for period, start in starts(fact.day):
                self.people[resident_id, period, start][fact.cell] += fact.numbers.logs


def deltas_of(rows: Sequence[FeedRow]) -> Deltas:
    """What these logs change."""
    register = Register()
    deltas = Deltas(register)
    unquantified, member_of = _unquantified(rows), organisations_of(rows)
    for row in rows:
        numbers = Sum(
            1 if row.reverses_id is None else -1,
            row.milligrams,
            row.low_mg,
            row.high_mg,
            row.points,
            row.quantity,
        )
        fact = register.fact(
            day=row.done_on,
            area_code=row.area_code,
            organisation=member_of.get(row.id, ""),
            action_code=row.action_code,
            category=row.category,
            evidence=row.tier,
            channel=row.channel,
            is_quantified=row.id not in unquantified,
            numbers=numbers,
        )
        deltas.add(fact, row.resident_id)
    return deltas


def _unquantified(rows: Sequence[FeedRow]) -> set[int]:
    """Those of the logs whose method has no figure; they count 0 g, so only these are looked up."""
    zeros = [row.id for row in rows if row.milligrams == 0]
    logs = ActionLog.objects.filter(pk__in=zeros, method__tier=Method.Tier.UNQUANTIFIED)
    return set(logs.order_by().values_list("pk", flat=True)) if zeros else set()
