"""What a board may say about a group, and how a place in a list is told. Numbers in, words out."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.small_groups import FEWEST

STEP = 5
# From this size on a step of the rounded rate is at least ten people, so nobody can be worked out from it.
LARGE = FEWEST * 100 // STEP
TOP = 50
AROUND = 3


def shown_rate(people: int, members: int) -> int | None:
    """Percent of a group who took part, rounded to whole 5 %; None where it would speak about single people.

    Hidden: fewer than ten took part, or, in a group of fewer than 200, fewer than ten did not. What rounds to
    0 is hidden too: with ten as the least, a 0 could stand for one count alone.
    """
    if people < FEWEST or (members < LARGE and members - people < FEWEST):
        return None
    return _rounded(people, members) or None


def shown_progress(logs: int, goal: int, people: int) -> int | None:
    """Percent of a team's own goal, in whole 5 %, at most 100; None when fewer than ten took part.

    Rounded down, so that 100 is never said too early.
    """
    return None if people < FEWEST else progress(logs, goal) // STEP * STEP


def progress(logs: int, goal: int) -> int:
    """Percent of a goal, rounded down, at most 100: what the members of a team see of their own."""
    return min(100, 100 * max(logs, 0) // goal)


def _rounded(people: int, members: int) -> int:
    """The nearest whole 5 %; halves go up."""
    return (200 * people + STEP * members) // (2 * STEP * members) * STEP


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the personal list, best first. `key` names the resident and is shown to nobody."""

    key: str
    name: str
    logs: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A line with its place; who did as much shares it."""

    key: str
    place: int
    name: str
    logs: int
    is_mine: bool


def placed(entries: Sequence[Entry], *, first_place: int, before: int, mine: str) -> list[Placed]:
    """Consecutive lines with their places.

    `before` is how many lines stand above the first one, `first_place` the place of the first one, which
    may be smaller than before + 1 when it is shared.
    """
    rows: list[Placed] = []
    for number, entry in enumerate(entries):
        if not rows:
            place = first_place
        else:
            place = rows[-1].place if entry.logs == rows[-1].logs else before + number + 1
        rows.append(Placed(entry.key, place, entry.name, entry.logs, entry.key == mine))
    return rows
