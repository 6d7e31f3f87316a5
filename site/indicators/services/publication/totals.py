"""The exact numbers of a stretch as they are to be published, before anything is hidden."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.conf import settings
from django.db.models import Q

from indicators.models import PeriodTotal, Scope
from indicators.periods import last_day
from indicators.rules.changes import changes_to_take
from indicators.rules.frozen import CITY, Exact, Frozen
from indicators.services.publication.layout import MONTHLY, Layout

Parts = dict[str, dict[str, Exact]]
_INNER = {"month": "day", "year": "month"}


class Stretch:
    """What the totals say now about a stretch, and about the days or months inside it; one query."""

    def __init__(self, layout: Layout, period: str, start: date) -> None:
        """Read them at one moment."""
        asked = Q(period=period, start=start)
        if inner := _INNER.get(period):
            asked |= Q(period=inner, start__gte=start, start__lte=last_day(period, start))
        found: defaultdict[tuple[str, date], Parts] = defaultdict(lambda: defaultdict(dict))
        rows = PeriodTotal.objects.filter(asked, scope__in=layout.dimensions(period))
        for row in rows.order_by("scope", "key"):
            code = settings.CITY.code if row.scope == Scope.CITY else row.key
            numbers = Exact(row.logs, row.people, row.milligrams, row.low_mg, row.high_mg)
            found[row.period, row.start][row.scope][code] = numbers
        self._found = found
        self._layout = layout
        self.whole = self._filled(period, start)
        self.inner = {key[1]: parts for key, parts in found.items() if key[0] == inner}

    def _filled(self, period: str, start: date) -> Parts:
        """With zeros for every cell that the table has and the totals have not."""
        filled: Parts = {}
        for dimension in self._layout.dimensions(period):
            known = self._found[period, start].get(dimension, {})
            places = self._layout.places[dimension]
            more = sorted(set(known) - set(places)) if dimension != MONTHLY else []
            filled[dimension] = {code: known.get(code, Exact()) for code in [*places, *more]}
        return filled


def as_published_before(now: Stretch, inner: Iterable[Frozen]) -> Parts:
    """A month of the days, or a year of the months, that were published.

    What came late, after a day was published, is a difference of published numbers too. It goes in where
    surely ten people stand behind it; else the sum of what was published stands, until a correction.
    """
    former: Parts = {dimension: dict.fromkeys(parts, Exact()) for dimension, parts in now.whole.items()}
    people: dict[str, dict[str, int]] = {
        dimension: dict.fromkeys(parts, 0) for dimension, parts in former.items()
    }
    seen = set()
    for part in inner:
        seen.add(part.start)
        _add(former, people, part.exact, now.inner.get(part.start, {}))
    for start, exact in now.inner.items():
        if start not in seen:
            _add(former, people, exact, exact)
    former.pop(MONTHLY, None)
    taken = taken_over(former, {key: now.whole[key] for key in former}, people)
    if MONTHLY in now.whole:
        taken[MONTHLY] = now.whole[MONTHLY]
    return {dimension: taken[dimension] for dimension in now.whole}


def taken_over(former: Parts, now: Parts, people: Mapping[str, Mapping[str, int]]) -> Parts:
    """The former sums, with the new ones where the change is large enough to be told."""
    # Distinct people add up to nothing, so they are no difference.
    former = {
        dimension: {
            code: sums._replace(people=now[dimension].get(code, Exact()).people)
            for code, sums in parts.items()
        }
        for dimension, parts in former.items()
    }
    if not changes_to_take(former[CITY], now[CITY], people[CITY]):
        return {dimension: _kept(former[dimension], parts, set()) for dimension, parts in now.items()}
    return {
        dimension: _kept(
            former[dimension], parts, changes_to_take(former[dimension], parts, people[dimension])
        )
        for dimension, parts in now.items()
    }


def _kept(former: Mapping[str, Exact], now: Mapping[str, Exact], taken: set[str]) -> dict[str, Exact]:
    """Sums of before, people of now: distinct people of a longer stretch add up to nothing."""
    kept = {}
    for code, numbers in now.items():
        sums = numbers if code in taken else former.get(code, Exact())
        people = min(numbers.people, sums.logs) if sums.logs else 0
        kept[code] = sums._replace(people=people)
    return kept


def _add(
    former: Parts, people: dict[str, dict[str, int]], exact: Mapping[str, Mapping[str, Exact]], now: Parts
) -> None:
    for dimension, sums in former.items():
        for code, numbers in exact.get(dimension, {}).items():
            before = sums.get(code, Exact())
            sums[code] = Exact(*(a + b for a, b in zip(before, numbers, strict=True)))
            came = abs(now.get(dimension, {}).get(code, Exact()).people - numbers.people)
            people[dimension][code] = max(people[dimension].get(code, 0), came)
