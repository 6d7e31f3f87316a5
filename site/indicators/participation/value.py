"""What an indicator says of a stretch of time."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from core.small_groups import FEWEST
from indicators.rules import Cell, shown_parts


@dataclass(frozen=True, slots=True)
class Part:
    """One line below a number. `number` is None where it is hidden, or where nobody can know."""

    key: str
    label: str
    number: float | None
    low: float | None = None
    high: float | None = None
    suppressed: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """One indicator in one stretch. Neither number nor `suppressed`: nobody can know, or not yet."""

    number: float | None
    low: float | None = None
    high: float | None = None
    suppressed: bool = False
    parts: tuple[Part, ...] = ()
    # Up to when records are in it; None: at the moment of asking.
    as_of: datetime | None = None

    @property
    def is_waiting(self) -> bool:
        """There is nothing to say yet."""
        return self.number is None and not self.suppressed


WAITING = Value(None)


def may_show_sum(months: Iterable[int]) -> bool:
    """Whether the sum of several months of people may be shown, when months of one to nine are hidden.

    The sum less the other months is what the hidden months have together.
    """
    small = [number for number in months if 0 < number < FEWEST]
    return not small or (len(small) > 1 and sum(small) >= FEWEST)


def of_people(months: Iterable[int], parts: tuple[Part, ...] = ()) -> Value:
    """A count of people over these months; hidden where it speaks about one to nine of them."""
    counts = list(months)
    hidden = not may_show_sum([sum(counts)]) or not may_show_sum(counts)
    return Value(None if hidden else sum(counts), suppressed=hidden, parts=parts)


def people_part(key: str, label: str, months: Iterable[int], unit: str) -> Part:
    """The same as a line that adds up with no other one."""
    value = of_people(months)
    return Part(key, label, value.number, suppressed=value.suppressed, unit=unit)


def people_parts(months: Iterable[Mapping[str, int]], labels: Mapping[str, str], unit: str) -> list[Part]:
    """Counts of people that add up to a published sum in each month and over all of them.

    Hidden are small ones and what would give them away; what is hidden in a month stays hidden in the sum.
    """
    counts: Counter[str] = Counter()
    hidden: set[str] = set()
    for month in months:
        counts.update(month)
        hidden |= set(month) - _shown(month, set())
    shown = _shown(counts, hidden)
    return [
        Part(
            key,
            labels.get(key, key),
            number if key in shown else None,
            suppressed=key not in shown,
            unit=unit,
        )
        for key, number in counts.items()
    ]


def _shown(counts: Mapping[str, int], hidden: set[str]) -> set[str]:
    return shown_parts({key: Cell(number, number) for key, number in counts.items()}, hidden)
