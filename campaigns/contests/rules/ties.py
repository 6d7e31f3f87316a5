"""Who stands where. Nothing is ever drawn by lot."""

from collections.abc import Mapping
from decimal import Decimal

# The score, then the mean points of each section in the order of the standard, as they stand on paper.
Merits = tuple[Decimal, ...]


def ranks(merits: Mapping[int, Merits]) -> dict[int, int]:
    """1 for the best; a higher score first, of equal scores the higher first section, then the second, …
    Whoever is equal in all of it shares a rank, and the next rank is left out."""
    by_merit = sorted(merits.values(), reverse=True)
    place: dict[Merits, int] = {}
    for number, merit in enumerate(by_merit, start=1):
        place.setdefault(merit, number)
    return {entry: place[merit] for entry, merit in merits.items()}
