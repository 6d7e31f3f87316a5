"""Who gets which award."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Award:
    """From how many points of a hundred, and how many at most; None: as many as reach it."""

    order: int
    at_least: Decimal
    most: int | None = None


def awards_of(
    scores: Mapping[int, Decimal], ranks: Mapping[int, int], awards: Sequence[Award]
) -> dict[int, int]:
    """The order of the award of each entry that gets one, the best award first, from rank to rank.

    Those who share a rank get in together. When there is no room for all of them, none of them gets in, and
    nobody below; they are looked at again for the next award.
    """
    given: dict[int, int] = {}
    for award in sorted(awards, key=lambda one: one.order):
        waiting = [entry for entry, score in scores.items() if entry not in given and score >= award.at_least]
        sizes = Counter(ranks[entry] for entry in waiting)
        let_in: set[int] = set()
        room = len(waiting) if award.most is None else award.most
        for rank in sorted(sizes):
            room -= sizes[rank]
            if room < 0:
                break
            let_in.add(rank)
        given |= {entry: award.order for entry in waiting if ranks[entry] in let_in}
    return given
