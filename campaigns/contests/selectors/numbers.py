"""How far the creations reach: applications, passes and titles by year, kind and township.

For the indicators. The counts are exact; whoever publishes them hides those of families under 10, with those
that would reveal them. Organisations are no people.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, Q, QuerySet, When

from accounts.models import Area, Organisation
from campaigns.contests.models import Entry, Kind, Title
from core import clock

# Nobody counts how many there could be.
UNCOUNTED = (Kind.FAMILY, Kind.WORKS)
# Kind and township: the code of its area, empty without one.
Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Coverage:
    """One kind in one township and year. `organisations` is None where nobody counts how many there are."""

    year: int
    kind: str
    town: str
    # Handed in at least once and not taken back.
    applications: int
    # Of these, through screening.
    passed: int
    # Given for this year, and neither withdrawn nor run out today.
    titles: int
    # Verified and open today: whom a creation of this kind could reach.
    organisations: int | None

    @property
    def share(self) -> float | None:
        """Titles of a hundred organisations; None without any."""
        return 100 * self.titles / self.organisations if self.organisations else None


def coverage(year: int) -> list[Coverage]:
    """All kinds and townships in which anything was handed in, or could have been. Three queries."""
    entries = Entry.objects.filter(contest__year=year).exclude(submitted_at=None).exclude(state="withdrawn")
    applied: Counter[Cell] = Counter()
    passed: Counter[Cell] = Counter()
    for kind, town, state in _cells(entries, "contest__kind", "state"):
        applied[kind, town] += 1
        passed[kind, town] += state == Entry.State.ACCEPTED
    standing = Q(valid_until=None) | Q(valid_until__gte=clock.today())
    titles = Title.objects.filter(standing, year=year, withdrawn_at=None)
    titled = Counter((kind, town) for kind, town in _cells(titles, "kind"))
    bodies = Organisation.objects.filter(kind__in=Kind.values, is_verified=True, closed_at=None)
    there = Counter((kind, town) for kind, town in _cells(bodies, "kind"))
    return [
        Coverage(
            year=year,
            kind=kind,
            town=town,
            applications=applied[kind, town],
            passed=passed[kind, town],
            titles=titled[kind, town],
            organisations=None if kind in UNCOUNTED else there[kind, town],
        )
        for kind, town in sorted({*applied, *titled, *there})
    ]


def whole_city(rows: Iterable[Coverage]) -> dict[str, Coverage]:
    """The same by kind alone."""
    found: dict[str, Coverage] = {}
    for row in rows:
        so_far = found.get(row.kind)
        found[row.kind] = Coverage(
            year=row.year,
            kind=row.kind,
            town="",
            applications=row.applications + (so_far.applications if so_far else 0),
            passed=row.passed + (so_far.passed if so_far else 0),
            titles=row.titles + (so_far.titles if so_far else 0),
            organisations=_sum(row.organisations, so_far),
        )
    return found


def _sum(organisations: int | None, so_far: Coverage | None) -> int | None:
    if organisations is None:
        return None
    return organisations + ((so_far.organisations or 0) if so_far else 0)


def _cells(rows: "QuerySet[Any]", *fields: str) -> Iterable[tuple[Any, ...]]:
    """The first field, the township's code, then the others; an area of the whole city is no township."""
    town = Case(
        When(area__level=Area.Level.TOWN, then=F("area__code")),
        When(area__level=Area.Level.COMMUNITY, then=F("area__parent__code")),
    )
    first, *others = fields
    found = rows.order_by().annotate(town=town).values_list(first, "town", *others)
    return ((one[0], one[1] or "", *one[2:]) for one in found.iterator())
