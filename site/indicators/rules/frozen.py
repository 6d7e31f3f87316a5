"""A release as the rules see it: exact numbers, and which of them everybody may read."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from indicators.rules.suppression import Cell

CITY, COMMUNITY = "city", "community"


class Exact(NamedTuple):
    """The numbers behind a cell; carbon in milligrams."""

    logs: int = 0
    people: int = 0
    milligrams: int = 0
    low_mg: int = 0
    high_mg: int = 0

    @property
    def cell(self) -> Cell:
        """As the rules look at it."""
        return Cell(self.people, self.logs)


Table = Mapping[str, Mapping[str, Exact]]


@dataclass(frozen=True, slots=True)
class Frozen:
    """One release: its exact numbers by dimension and code, and which of them are shown.

    `order` tells what was there before it: a month adds up its days as they stood when it was made.
    """

    period: str
    start: date
    exact: Table
    shown: Mapping[str, Collection[str]]
    order: tuple[int, ...] = (0,)
    town_of: Mapping[str, str] = field(default_factory=dict)

    def shows(self, dimension: str, code: str) -> bool:
        """Whether everybody may read the cell."""
        return code in self.shown.get(dimension, ())

    @property
    def city(self) -> tuple[str, Exact]:
        """The whole city's code and numbers."""
        return next(iter(self.exact[CITY].items()))


class Target(NamedTuple):
    """A sum that would speak about fewer than ten people: in words, and the unknown cells that it adds up."""

    period: str
    start: date
    dimension: str
    code: str
    cells: tuple[Hashable, ...]


def communities_of(frozen: Frozen) -> dict[str, list[str]]:
    """The communities of each town in a release."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for code in frozen.exact.get(COMMUNITY, {}):
        found[frozen.town_of[code]].append(code)
    return found
