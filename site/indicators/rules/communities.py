"""Which communities of shown towns are shown."""

from indicators.rules.frozen import COMMUNITY, Exact, Frozen, communities_of
from indicators.rules.suppression import Cell, shown_parts


def shown_communities(stretch: Frozen, towns: set[str]) -> set[str]:
    """Communities inside their town; residents who named none are a part too, told by the rest."""
    shown: set[str] = set()
    for town, communities in communities_of(stretch).items():
        if town not in towns:
            continue
        cells: dict[str, Cell] = {code: stretch.exact[COMMUNITY][code].cell for code in communities}
        whole = stretch.exact["town"].get(town, Exact())
        people = max(0, whole.people - sum(cell.people for cell in cells.values()))
        logs = whole.logs - sum(cell.logs for cell in cells.values())
        rest = {"": Cell(people if logs else 0, logs)}
        shown |= shown_parts(cells | rest, set()) - {""}
    return shown
