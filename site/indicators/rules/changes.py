"""Which corrections are large enough to be told."""

from collections.abc import Mapping

from indicators.rules.frozen import Exact
from indicators.rules.suppression import Cell, shown_parts


def changes_to_take(
    former: Mapping[str, Exact], now: Mapping[str, Exact], people: Mapping[str, int]
) -> set[str]:
    """The parts of one table whose new numbers may replace the former ones.

    The difference of two published numbers is a number too: it must be nothing, or surely speak about ten
    people, and so must what the differences of the others leave over. `people` is how many people surely
    stand behind each difference.
    """
    cells = {}
    for code, numbers in now.items():
        before = former.get(code, Exact())
        logs = abs(numbers.logs - before.logs) or 1
        cells[code] = Cell(people.get(code, 0), logs) if numbers != before else Cell(0, 0)
    return shown_parts(cells, set())
