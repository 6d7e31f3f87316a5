"""What somebody learns who has every published number and takes them from each other.

A published number says: these cells add up to this value. Whatever is a combination of such sentences is
known. The arithmetic is exact, modulo a large prime, so that it stays fast.
"""

from collections.abc import Hashable, Iterable, Mapping

_PRIME = 2**61 - 1
Sum = Mapping[Hashable, int]


class Attacker:
    """Collects sums over cells and answers which others follow from them."""

    def __init__(self) -> None:
        """Knows nothing yet."""
        self._known: dict[Hashable, dict[Hashable, int]] = {}

    def learn(self, cells: Iterable[Hashable]) -> None:
        """The sum of these cells has been published."""
        row = self._rest(dict.fromkeys(cells, 1))
        if not row:
            return
        pivot = next(iter(row))
        inverse = pow(row[pivot], -1, _PRIME)
        self._known[pivot] = {cell: number * inverse % _PRIME for cell, number in row.items()}

    def knows(self, cells: Iterable[Hashable]) -> bool:
        """Whether the sum of these cells follows from what was published."""
        return not self._rest(dict.fromkeys(cells, 1))

    def _rest(self, row: dict[Hashable, int]) -> dict[Hashable, int]:
        """What remains of a sum when all that is known is taken away; nothing, if it is known."""
        for pivot, known in self._known.items():
            if factor := row.get(pivot, 0):
                for cell, number in known.items():
                    left = (row.get(cell, 0) - factor * number) % _PRIME
                    if left:
                        row[cell] = left
                    else:
                        row.pop(cell, None)
        return row
