"""Which cells of a closed day, month or year are shown. Decided once; what was published before is known.

Every decision is made as if the numbers were published exactly; rounding comes on top of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from core.small_groups import FEWEST
from indicators.rules.attack import Attacker
from indicators.rules.communities import shown_communities
from indicators.rules.frozen import CITY, COMMUNITY, Exact, Frozen
from indicators.rules.suppression import Cell, shown_parts
from indicators.rules.world import World

Shown = dict[str, set[str]]


def is_owing(hidden: Iterable[Cell]) -> bool:
    """Whether these hidden numbers, taken together, would speak about fewer than ten people."""
    used = [cell for cell in hidden if not cell.is_empty]
    return bool(used) and max(cell.people for cell in used) < FEWEST


def shown_in_day(day: Frozen, hidden_days: Sequence[Cell] = (), *, protect: bool = True) -> Shown:
    """The shown cells of a day.

    `hidden_days` are the city's hidden days of which no shown month or year tells the sum. A small one
    needs a larger one as company, or the total would tell it: the next day of ten people goes with it.
    """
    code, city = day.city
    if not protect:
        return _not_small(day)
    if city.cell.is_small or (not city.cell.is_empty and is_owing(hidden_days)):
        return {dimension: set() for dimension in day.exact}
    shown = {
        dimension: shown_parts(_cells(parts), set())
        for dimension, parts in day.exact.items()
        if dimension != CITY
    }
    return {CITY: {code}} | shown


def shown_in_longer(
    stretch: Frozen, before: Sequence[Frozen], hidden_days: Sequence[Cell] = (), *, protect: bool = True
) -> Shown:
    """The shown cells of a month or a year after its days (and months).

    `hidden_days` as above, those before this stretch; later ones will find company of their own. From the
    largest part down, a number is shown as long as it gives no small cell away.
    """
    if not protect:
        return _not_small(stretch)
    nothing: Shown = {dimension: set() for dimension in stretch.exact}
    bare = replace(stretch, shown=nothing)
    world = World([*before, bare])
    code, city = stretch.city
    _, left = world.remainder(bare, CITY, code)
    # Alone among the hidden days, these would be told by the total.
    breaks_company = not left.is_empty and is_owing(hidden_days)
    if city.cell.is_small or left.is_small or breaks_company:
        return nothing
    attacker = world.attacker
    for cells in world.sentences(bare, CITY, code):
        attacker.learn(cells)
    wanted = _from_the_largest(bare)
    kept = _kept(world, bare, attacker, wanted)
    shown: Shown = {CITY: {code}}
    for dimension, parts in stretch.exact.items():
        if dimension not in (CITY, COMMUNITY):
            shown[dimension] = _with_company(world, bare, dimension, parts, kept)
    if COMMUNITY in stretch.exact:
        shown[COMMUNITY] = shown_communities(stretch, shown["town"])
    return _until_nothing_is_found(stretch, before, shown) or nothing


def _until_nothing_is_found(stretch: Frozen, before: Sequence[Frozen], shown: Shown) -> Shown | None:
    """Look at all tables together once more; a table that tells something loses its smallest number."""
    while True:
        found = World([*before, replace(stretch, shown=shown)]).findings()
        if not found:
            return shown
        for dimension in {target.dimension for target in found}:
            used = {
                code: numbers
                for code, numbers in stretch.exact.get(dimension, {}).items()
                if code in shown[dimension] and not numbers.cell.is_empty
            }
            if dimension == CITY or not used:
                return None
            smallest = min(used, key=lambda code: (used[code].people, used[code].logs, code))
            shown = shown | {dimension: shown[dimension] - {smallest}}


def _kept(
    world: World, bare: Frozen, attacker: Attacker, wanted: Iterable[tuple[str, str]]
) -> set[tuple[str, str]]:
    """The parts whose numbers tell no target, tried one after the other on what is known so far."""
    targets = [target.cells for target in world.targets() if target.dimension != COMMUNITY]
    kept = set()
    for dimension, code in wanted:
        sentences = world.sentences(bare, dimension, code)
        if all(attacker.knows(cells) for cells in sentences):
            kept.add((dimension, code))
            continue
        trial = attacker.copy()
        for cells in sentences:
            trial.learn(cells)
        if not any(trial.knows(cells) for cells in targets):
            attacker = trial
            kept.add((dimension, code))
    return kept


def _with_company(
    world: World,
    bare: Frozen,
    dimension: str,
    parts: Mapping[str, Exact],
    kept: set[tuple[str, str]],
) -> set[str]:
    """The kept parts less those that hidden ones need as company: in this table, and in what days left."""
    cells = _cells(parts)
    hidden = {code for code in parts if (dimension, code) not in kept}
    left: dict[str, Cell] = {code: world.remainder(bare, dimension, code)[1] for code in parts}
    open_left = shown_parts(left, hidden)
    hidden |= set(parts) - open_left
    return shown_parts(cells, hidden) - hidden


def _from_the_largest(stretch: Frozen) -> list[tuple[str, str]]:
    """The parts that are not small, the most people first."""
    found = [
        (dimension, code, numbers)
        for dimension, parts in stretch.exact.items()
        for code, numbers in parts.items()
        if dimension not in (CITY, COMMUNITY) and not numbers.cell.is_small
    ]
    found.sort(key=lambda item: (-item[2].people, -item[2].logs, item[0], item[1]))
    return [(dimension, code) for dimension, code, _ in found]


def _cells(parts: Mapping[str, Exact]) -> dict[str, Cell]:
    return {code: numbers.cell for code, numbers in parts.items()}


def _not_small(stretch: Frozen) -> Shown:
    """Only rule 1: what the control of the attacker uses."""
    return {
        dimension: {code for code, numbers in parts.items() if not numbers.cell.is_small}
        for dimension, parts in stretch.exact.items()
    }
