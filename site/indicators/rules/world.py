"""Everything published of closed days, months and years, as sentences that an attacker reads.

The smallest cells are (part, day), and (community, month). A shown cell is known; only hidden cells are
unknown. Every table says that parts add up to the city, and every longer stretch that its days do.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from core.small_groups import FEWEST
from indicators.periods import last_day
from indicators.rules.attack import Attacker
from indicators.rules.frozen import CITY, COMMUNITY, Exact, Frozen, Target, cell_of, communities_of, is_used
from indicators.rules.suppression import Cell

_AFTER_ALL = (2**63,)


class World:
    """What is unknown, what is known, and what must not become known."""

    def __init__(self, releases: Iterable[Frozen]) -> None:
        """Read every published sentence."""
        self.releases = sorted(releases, key=lambda frozen: frozen.order)
        self.attacker = Attacker()
        self._known = {
            cell_of(frozen, dimension, code)
            for frozen in self.releases
            for dimension, codes in frozen.shown.items()
            for code in codes
            if frozen.period == "day" or dimension == COMMUNITY
        }
        self._inside: dict[tuple[str, date, tuple[int, ...]], list[Frozen]] = {}
        for frozen in self.releases:
            if frozen.period == "day":
                self._learn_parts(frozen)
            else:
                self._learn_longer(frozen)

    def findings(self) -> list[Target]:
        """The targets that follow from what was published."""
        return [target for target in self.targets() if self.attacker.knows(target.cells)]

    def targets(self) -> list[Target]:
        """Every hidden sum of surely not ten people that somebody may try to work out."""
        found = [target for frozen in self.releases for target in self._targets_of(frozen)]
        for frozen in self.releases:
            later = replace(frozen, order=_AFTER_ALL)
            # Days that were corrected since leave something else of it.
            if frozen.period != "day" and self._before(later) != self._before(frozen):
                found += self._targets_of(later)
        return found

    def unknown(self, frozen: Frozen, dimension: str, code: str) -> tuple[Hashable, ...]:
        """The unknown smallest cells that a cell of a release adds up."""
        if frozen.period == "day" or dimension == COMMUNITY:
            cell = cell_of(frozen, dimension, code)
            return () if cell in self._known else (cell,)
        return tuple(cell for day in self._days_of(frozen) for cell in self.unknown(day, dimension, code))

    def remainder(self, frozen: Frozen, dimension: str, code: str) -> tuple[tuple[Hashable, ...], Cell]:
        """What a stretch has beyond its shown days and months: the cells, and at least how many people."""
        months = [other for other in self._before(frozen) if other.period == "month"]
        spans = {month.start for month in months if month.shows(dimension, code)}
        cells: list[Hashable] = []
        logs = people = 0
        whole = not spans
        for month in months:
            if month.start not in spans:
                # So many were there in one month alone.
                people = max(people, self.remainder(month, dimension, code)[1].people)
        for day in self._days_of(frozen):
            numbers = day.exact.get(dimension, {}).get(code, Exact())
            unknown = self.unknown(day, dimension, code)
            if day.start.replace(day=1) in spans:
                continue
            if unknown:
                cells += unknown
                logs += numbers.logs
                people = max(people, numbers.people)
            elif not numbers.cell.is_empty:
                whole = False
        if whole:
            people = max(people, frozen.exact.get(dimension, {}).get(code, Exact()).people)
        return tuple(cells), Cell(people, logs)

    def sentences(self, frozen: Frozen, dimension: str, code: str) -> list[tuple[Hashable, ...]]:
        """What a shown cell of a longer stretch says: so much is their sum; of nothing, each is nothing."""
        cells = self.unknown(frozen, dimension, code)
        return [cells] if any(map(is_used, cells)) else [(cell,) for cell in cells]

    def _before(self, frozen: Frozen) -> list[Frozen]:
        """The latest releases of parts of this stretch that were there when it was made."""
        key = (frozen.period, frozen.start, frozen.order)
        if key not in self._inside:
            latest: dict[tuple[str, date], Frozen] = {}
            end = last_day(frozen.period, frozen.start)
            for other in self.releases:
                inside = frozen.start <= other.start <= end and other.period != frozen.period
                if inside and other.order < frozen.order:
                    latest[other.period, other.start] = other
            self._inside[key] = list(latest.values())
        return self._inside[key]

    def _days_of(self, frozen: Frozen) -> list[Frozen]:
        return [other for other in self._before(frozen) if other.period == "day"]

    def _learn_parts(self, frozen: Frozen) -> None:
        """The parts of each dimension add up to the city."""
        city = self.unknown(frozen, CITY, frozen.city[0])
        for dimension, parts in frozen.exact.items():
            if dimension != CITY:
                row: dict[Hashable, int] = dict.fromkeys(city, -1)
                for code in parts:
                    row |= dict.fromkeys(self.unknown(frozen, dimension, code), 1)
                self.attacker.learn(row)

    def _learn_longer(self, frozen: Frozen) -> None:
        """A month's or a year's shown cell is the sum of its days; communities add up to their town."""
        for dimension, codes in frozen.shown.items():
            for code in codes if dimension != COMMUNITY else ():
                for cells in self.sentences(frozen, dimension, code):
                    self.attacker.learn(cells)
        for town, communities in communities_of(frozen).items():
            row: dict[Hashable, int] = dict.fromkeys(self.unknown(frozen, "town", town), -1)
            # Residents who named no community; a correction that changes them makes another cell of it.
            named = sum(frozen.exact[COMMUNITY][code].logs for code in communities)
            rest = frozen.exact["town"].get(town, Exact()).logs - named
            row[COMMUNITY, town, frozen.start, "rest", rest] = 1
            for code in communities:
                row |= dict.fromkeys(self.unknown(frozen, COMMUNITY, code), 1)
            self.attacker.learn(row)

    def _targets_of(self, frozen: Frozen) -> Iterator[Target]:
        for dimension, parts in frozen.exact.items():
            is_smallest = frozen.period == "day" or dimension == COMMUNITY
            group: list[Hashable] = []
            largest, whole = 0, True
            for code, numbers in parts.items():
                if is_smallest:
                    cells, left = self.unknown(frozen, dimension, code), numbers.cell
                else:
                    cells, left = self.remainder(frozen, dimension, code)
                if cells and left.is_small:
                    yield Target(frozen.period, frozen.start, dimension, code, cells)
                if frozen.shows(dimension, code) or not cells:
                    whole = whole and numbers.cell.is_empty
                elif dimension not in (CITY, COMMUNITY):
                    group += cells
                    largest = max(largest, left.people)
            # All hidden parts together, when they are not simply everything.
            if group and not whole and largest < FEWEST and any(map(is_used, group)):
                yield Target(frozen.period, frozen.start, dimension, "*", tuple(group))
