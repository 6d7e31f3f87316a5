"""What an indicator says of a stretch of time."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from indicators.rules import FEWEST, Cell, shown_parts


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


def of_people(number: int, parts: tuple[Part, ...] = ()) -> Value:
    """A count of people: one to nine are hidden."""
    hidden = 0 < number < FEWEST
    return Value(None if hidden else number, suppressed=hidden, parts=parts)


def people_part(key: str, label: str, number: int, unit: str) -> Part:
    """A count of people that adds up with no other one."""
    hidden = 0 < number < FEWEST
    return Part(key, label, None if hidden else number, suppressed=hidden, unit=unit)


def people_parts(counts: Mapping[str, int], labels: Mapping[str, str], unit: str) -> list[Part]:
    """Counts of people that add up to a published total: small ones hidden, and what would give them away."""
    shown = shown_parts({key: Cell(number, number) for key, number in counts.items()}, set())
    parts = [Part(key, labels.get(key, key), number, unit=unit) for key, number in counts.items()]
    return [part if part.key in shown else replace(part, number=None, suppressed=True) for part in parts]
