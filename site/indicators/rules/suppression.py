"""Which cells of a table may be shown. Numbers in, decisions out: no database, no Django.

A cell of 1 to 9 people is hidden, and so is every cell from which it could be worked out by taking published
numbers from each other: a table's cells from its total, a shorter period from a longer one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from core.small_groups import FEWEST

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Cell:
    """How many people and logs stand behind a number."""

    people: int
    logs: int

    @property
    def is_empty(self) -> bool:
        """Nobody and nothing: a zero tells nothing about anybody."""
        return self.people == 0 and self.logs == 0

    @property
    def is_small(self) -> bool:
        """So few people that the number would speak about them."""
        return not self.is_empty and self.people < FEWEST


def shown_windows(
    cells: Sequence[Cell], rest: Callable[[int, int], int], allowed: Sequence[bool] | None = None
) -> list[bool]:
    """Which windows of one place may be shown, when each lies inside the one before it and all end today.

    Two shown windows tell their difference, so that must be empty or hold enough people too; rest(longer,
    shorter) is how many people it surely holds. The longest window goes first, then the shortest: people look
    for the total and for today.
    """
    order = [0, len(cells) - 1, *range(1, len(cells) - 1)]
    shown: list[int] = []
    for index in dict.fromkeys(order):
        if cells[index].is_small or (allowed is not None and not allowed[index]):
            continue
        chain = sorted([*shown, index])
        if all(_may_differ(cells, rest, a, b) for a, b in pairwise(chain)):
            shown = chain
    return [index in shown for index in range(len(cells))]


def _may_differ(cells: Sequence[Cell], rest: Callable[[int, int], int], longer: int, shorter: int) -> bool:
    return cells[longer].logs == cells[shorter].logs or rest(longer, shorter) >= FEWEST


def shown_parts(parts: Mapping[Key, Cell], hidden: set[Key]) -> set[Key]:
    """Which parts of a shown total may be shown, when they add up to it and those in `hidden` may not.

    The total less the shown parts is the sum of the hidden ones. So one hidden part never stands alone, and
    some hidden part holds enough people by itself, unless nothing is left to show. The smallest go first.
    """
    secret = {key for key, cell in parts.items() if not cell.is_empty and (key in hidden or cell.is_small)}
    open_parts = sorted(
        (key for key, cell in parts.items() if not cell.is_empty and key not in secret),
        key=lambda key: (parts[key].people, parts[key].logs, str(key)),
    )
    for key in open_parts:
        if _is_safe([parts[secret_key] for secret_key in secret]):
            break
        secret.add(key)
    empty = {key for key, cell in parts.items() if cell.is_empty}
    if len(secret) == 1:
        # Alone among zeros it would equal the total; without the zeros nobody can tell whose it is.
        secret |= empty
    return set(parts) - secret


def _is_safe(hidden: Sequence[Cell]) -> bool:
    return not hidden or (len(hidden) > 1 and max(cell.people for cell in hidden) >= FEWEST)
