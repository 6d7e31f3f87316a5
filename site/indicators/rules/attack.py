"""What somebody learns who has every published number and takes them from each other.

A published number says: these cells add up to this value. Whatever is a combination of such sentences is
known. The arithmetic is exact, modulo a large prime, so that it stays fast.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping

_PRIME = 2**61 - 1
Row = dict[Hashable, int]


class Attacker:
    """Collects sums over cells and answers which others follow from them.

    What is known is kept solved: each row has a cell of its own (its pivot) that no other row has.
    """

    def __init__(self) -> None:
        """Knows nothing yet."""
        self._rows: dict[Hashable, Row] = {}
        # Cell → the pivots of the rows that it stands in.
        self._rows_with: defaultdict[Hashable, set[Hashable]] = defaultdict(set)

    def copy(self) -> "Attacker":
        """Somebody who knows the same, to try something on."""
        other = Attacker()
        other._rows = {pivot: dict(row) for pivot, row in self._rows.items()}
        other._rows_with = defaultdict(set, {cell: set(rows) for cell, rows in self._rows_with.items()})
        return other

    def learn(self, cells: Iterable[Hashable] | Mapping[Hashable, int]) -> None:
        """The sum of these cells has been published; with a mapping, so many times each."""
        row = self._rest(cells)
        if not row:
            return
        # A cell that few rows have leaves little to put right.
        pivot = min(row, key=lambda cell: len(self._rows_with[cell]))
        inverse = pow(row[pivot], -1, _PRIME)
        row = {cell: number * inverse % _PRIME for cell, number in row.items()}
        for other in list(self._rows_with[pivot]):
            self._take_off(other, row, pivot)
        self._rows[pivot] = row
        for cell in row:
            self._rows_with[cell].add(pivot)

    def knows(self, cells: Iterable[Hashable]) -> bool:
        """Whether the sum of these cells follows from what was published."""
        return not self._rest(cells)

    def _take_off(self, pivot: Hashable, row: Row, cell: Hashable) -> None:
        changed = self._rows[pivot]
        factor = changed[cell]
        for other, number in row.items():
            left = (changed.get(other, 0) - factor * number) % _PRIME
            if left:
                changed[other] = left
                self._rows_with[other].add(pivot)
            elif other in changed:
                del changed[other]
                self._rows_with[other].discard(pivot)

    def _rest(self, cells: Iterable[Hashable] | Mapping[Hashable, int]) -> Row:
        """What remains of a sum when all that is known is taken away; nothing, if it is known."""
        row: Row = dict(cells) if isinstance(cells, Mapping) else dict.fromkeys(cells, 1)
        for pivot in [cell for cell in row if cell in self._rows]:
            factor = row[pivot]
            for cell, number in self._rows[pivot].items():
                left = (row.get(cell, 0) - factor * number) % _PRIME
                if left:
                    row[cell] = left
                else:
                    row.pop(cell, None)
        return row
