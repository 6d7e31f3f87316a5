"""Which cells a table has, in which order, and how they are called."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.conf import settings

from accounts.models import Area
from carbon_points.models import Action, ActionLog
from indicators.models import Scope
from indicators.rules.frozen import Exact, Frozen
from indicators.selectors.statistics import EVIDENCE_LABELS, NO_TOWN, OFFICE

MONTHLY = Scope.COMMUNITY.value
NUMBERS = ("logs", "people", "milligrams", "low_mg", "high_mg")
# Nearest to which parts are rounded.
PEOPLE_STEP, MILLIGRAM_STEP = 5, 500_000
_STEPS = (PEOPLE_STEP, PEOPLE_STEP, MILLIGRAM_STEP, MILLIGRAM_STEP, MILLIGRAM_STEP)


class Place(NamedTuple):
    """A cell's name, and where it lies on the tile map."""

    label: str
    row: int | None = None
    column: int | None = None


class Layout:
    """The parts of the city of each dimension; read once for a run."""

    def __init__(self) -> None:
        """Read the areas."""
        areas = list(Area.objects.exclude(level=Area.Level.CITY).select_related("parent").order_by("code"))
        towns = {area.code: Place(area.name, area.row, area.column) for area in areas if area.level == "town"}
        communities = [area for area in areas if area.level == Area.Level.COMMUNITY and area.parent]
        self.town_of = {area.code: area.parent.code for area in communities if area.parent}
        self.places: dict[str, dict[str, Place]] = {
            Scope.CITY.value: {settings.CITY.code: Place(settings.CITY.name)},
            Scope.TOWN.value: towns | {"": Place(NO_TOWN)},
            Scope.CATEGORY.value: {
                code: Place(label) for code, label in Action.Category.choices if code != OFFICE
            },
            Scope.EVIDENCE.value: {code: Place(label) for code, label in EVIDENCE_LABELS.items()},
            Scope.CHANNEL.value: {code: Place(label) for code, label in ActionLog.Channel.choices},
            MONTHLY: {area.code: Place(area.name) for area in communities},
        }

    def dimensions(self, period: str) -> list[str]:
        """The tables of a release."""
        return [dimension for dimension in self.places if period == "month" or dimension != MONTHLY]

    def rows(self, frozen: Frozen) -> dict[str, list[dict[str, Any]]]:
        """The tables as everybody may read them: parts rounded, the city as it is."""
        return {
            dimension: [
                self._row(dimension, code, numbers, frozen.shows(dimension, code))
                for code, numbers in parts.items()
            ]
            for dimension, parts in frozen.exact.items()
        }

    def _row(self, dimension: str, code: str, numbers: Exact, shown: bool) -> dict[str, Any]:
        place = self.places[dimension].get(code) or Place(code)
        values = numbers if dimension == Scope.CITY else rounded(numbers)
        row = {
            "code": code,
            "label": place.label,
            **dict.fromkeys(NUMBERS),
            "suppressed": not shown,
        }
        if shown:
            row |= dict(zip(NUMBERS, values, strict=True))
        if dimension == Scope.TOWN:
            row |= {"row": place.row, "column": place.column}
        return row


def rounded(numbers: Exact) -> Exact:
    """Each number to the nearest step; half a step goes up."""
    return Exact(*((value + step // 2) // step * step for value, step in zip(numbers, _STEPS, strict=True)))


def plain(exact: Mapping[str, Mapping[str, Exact]]) -> dict[str, dict[str, list[int]]]:
    """The exact numbers as JSON keeps them."""
    return {
        dimension: {code: list(numbers) for code, numbers in parts.items()}
        for dimension, parts in exact.items()
    }
