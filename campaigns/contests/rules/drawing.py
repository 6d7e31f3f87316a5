"""Who judges what: drawn from a seed, the same for everybody who draws again from it, and even."""

import hashlib
from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

Pair = tuple[int, int]
# From one juror to the next: an entry that can change hands between them.
Steps = dict[int, tuple[int, int]]


@dataclass
class _Hands:
    """Who has what so far, and who could have it."""

    may: dict[int, list[int]]
    held: dict[int, set[int]] = field(default_factory=dict)


def assign(
    *,
    entries: Iterable[int],
    jurors: Iterable[int],
    conflicts: Collection[Pair],
    per_entry: int,
    seed: str,
) -> dict[int, list[int]]:
    """The jurors of each entry: `per_entry`, or all who may where there are fewer.

    `conflicts` are pairs (entry, juror) that never meet. Loads are as even as conflicts let them be; the
    order in which entries and jurors are given does not matter, only the seed does.
    """
    order = _shuffled(jurors, f"{seed}:juror")
    hands = _Hands({one: [who for who in order if (one, who) not in conflicts] for one in set(entries)})
    loads = dict.fromkeys(order, 0)
    # Who has the least choice is served first.
    for entry in sorted(_shuffled(hands.may, f"{seed}:entry"), key=lambda one: len(hands.may[one])):
        # Among equals anew for each entry: panels mix, so that jurors can be compared with one another.
        fresh = _shuffled(hands.may[entry], f"{seed}:{entry}")
        chosen = sorted(fresh, key=lambda who: loads[who])[:per_entry]
        hands.held[entry] = set(chosen)
        for who in chosen:
            loads[who] += 1
    while _even_out(hands, order, loads):
        pass
    return {entry: sorted(held) for entry, held in sorted(hands.held.items())}


def replace(*, may: Collection[int], loads: Mapping[int, int], seed: str, counter: int) -> int | None:
    """Who takes over from somebody who stood back: of those with the least to do one, drawn from the seed.

    `counter` says which redraw of this contest it is; None when nobody may.
    """
    order = _shuffled(may, f"{seed}:again:{counter}")
    return min(order, key=lambda who: loads.get(who, 0), default=None)


def _shuffled(numbers: Iterable[int], seed: str) -> list[int]:
    """In an order that the seed decides alone."""
    return sorted(set(numbers), key=lambda one: (hashlib.sha256(f"{seed}:{one}".encode()).digest(), one))


def _even_out(hands: _Hands, order: list[int], loads: dict[int, int]) -> bool:
    """Move one entry's worth from somebody with much to somebody with two less, over others if need be."""
    for start in sorted(order, key=lambda who: -loads[who]):
        if loads[start] - min(loads.values()) < 2:
            return False
        steps = _reach(hands, start)
        ends = [who for who in steps if loads[who] <= loads[start] - 2]
        if ends:
            end = min(ends, key=lambda who: loads[who])
            _pass_on(hands, steps, start, end)
            loads[start] -= 1
            loads[end] += 1
            return True
    return False


def _reach(hands: _Hands, start: int) -> Steps:
    """Everybody to whom something can come from `start`, and from whom with which entry it comes."""
    steps: Steps = {}
    waiting = deque([start])
    while waiting:
        who = waiting.popleft()
        for entry in sorted(one for one, held in hands.held.items() if who in held):
            for other in hands.may[entry]:
                if other != start and other not in steps and other not in hands.held[entry]:
                    steps[other] = (who, entry)
                    waiting.append(other)
    return steps


def _pass_on(hands: _Hands, steps: Steps, start: int, end: int) -> None:
    who = end
    while who != start:
        giver, entry = steps[who]
        hands.held[entry].remove(giver)
        hands.held[entry].add(who)
        who = giver
