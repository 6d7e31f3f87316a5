"""Period totals with small cells hidden, for every window that ends today, read in three queries.

All tables of one moment are decided together, because one table can tell what another one hides.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Max, Min, Q

from core import clock
from indicators import rules
from indicators.models import Period, PeriodTotal, Scope
from indicators.periods import EPOCH, Window, windows

Place = tuple[str, str]
_CITY: Place = (Scope.CITY.value, "")
# Days reach this far back in bounds; before that whole months do.
_DAYS_BACK = timedelta(days=40)


@dataclass(frozen=True, slots=True)
class Figure:
    """What may be published about one place in one window; no number at all when `suppressed`.

    Carbon is in milligrams of CO2e avoided, with the range of the method.
    """

    key: str
    from_on: date
    to_on: date
    logs: int | None = 0
    people: int | None = 0
    milligrams: int | None = 0
    low_mg: int | None = 0
    high_mg: int | None = 0
    suppressed: bool = False

    def hidden(self) -> "Figure":
        """The same without its numbers."""
        return replace(
            self, logs=None, people=None, milligrams=None, low_mg=None, high_mg=None, suppressed=True
        )


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything publishable of one moment: `numbers[window key][place]`; today first, the total last."""

    windows: list[Window]
    numbers: dict[str, dict[Place, Figure]]

    def city(self, key: str) -> Figure:
        """The whole city in a window."""
        return self.numbers[key][_CITY]

    def parts(self, key: str, scope: str) -> dict[str, Figure]:
        """The parts of the city of one kind in a window, by key."""
        return {place: figure for (kind, place), figure in self.numbers[key].items() if kind == scope}


def figures(scopes: Iterable[str] = (), *, keys: Iterable[Place] = (), today: date | None = None) -> Figures:
    """The city's numbers, and those of the parts in these scopes.

    `keys` names parts that are shown even when nobody ever recorded anything there.
    """
    day = today or clock.today()
    kinds = [_CITY[0], *scopes]
    spans = windows(day, first_day())
    stored = _stored(spans, kinds, keys)
    return Figures(spans, _decided(spans, stored, _surely_between(spans, kinds), list(scopes)))


def first_day() -> date | None:
    """The first day with a log; None before the first."""
    days = PeriodTotal.objects.filter(period=Period.DAY, scope=Scope.CITY, logs__gt=0)
    first: date | None = days.aggregate(first=Min("start"))["first"]
    return first


def _stored(spans: list[Window], kinds: list[str], keys: Iterable[Place]) -> dict[str, dict[Place, Figure]]:
    """What the table has, hidden or not, with zeros for what it has not."""
    by_stretch = {(span.period, span.start): span for span in spans}
    asked = Q()
    for span in spans:
        asked |= Q(period=span.period, start=span.start)
    found: dict[str, dict[Place, Figure]] = {span.key: {} for span in spans}
    places = {_CITY, *keys}
    rows = PeriodTotal.objects.filter(asked, scope__in=kinds).order_by("scope", "key")
    for row in rows:
        span = by_stretch[row.period, row.start]
        place = (row.scope, row.key)
        places.add(place)
        found[span.key][place] = _figure(row, row.key, span.from_on, span.to_on)
    for span in spans:
        for place in places:
            found[span.key].setdefault(place, Figure(place[1], span.from_on, span.to_on))
    return found


def _figure(row: PeriodTotal, key: str, from_on: date, to_on: date) -> Figure:
    return Figure(key, from_on, to_on, row.logs, row.people, row.milligrams, row.low_mg, row.high_mg)


Bounds = dict[Place, list[int]]


def _longest_first(spans: list[Window]) -> list[Window]:
    """The windows by where they begin; nothing lies before the first log, where the total begins."""
    ordered = spans[::-1]
    # Stable: of two that begin together the one with the longer name of time stays first.
    ordered.sort(key=lambda span: _cut(span, spans))
    return ordered


def _cut(span: Window, spans: list[Window]) -> date:
    return max(span.from_on, *(other.from_on for other in spans if other.period == Period.TOTAL))


def _surely_between(spans: list[Window], kinds: list[str]) -> Bounds:
    """For each place, how many people are surely in the days that each window has more than the next shorter.

    That many were there on one day, or in one whole month, of those days.
    """
    cuts = [_cut(span, spans) for span in _longest_first(spans)]
    most = {}
    for number, (a, b) in enumerate(pairwise(cuts)):
        days = Q(period=Period.DAY, start__gte=max(a, b - _DAYS_BACK), start__lt=b)
        months = Q(period=Period.MONTH, start__gte=a, start__lt=b.replace(day=1))
        most[f"most_{number}"] = Max("people", filter=days | months, default=0)
    rows: Any = (
        PeriodTotal.objects.filter(
            Q(period=Period.DAY, start__gte=cuts[-1] - 2 * _DAYS_BACK) | Q(period=Period.MONTH),
            scope__in=kinds,
        )
        .order_by()
        .values("scope", "key")
        .annotate(**most)
    )
    return {(row["scope"], row["key"]): [row[name] for name in most] for row in rows}


def _decided(
    spans: list[Window], stored: dict[str, dict[Place, Figure]], bounds: Bounds, scopes: list[str]
) -> dict[str, dict[Place, Figure]]:
    """The same numbers with everything hidden that must be."""
    ordered = [span.key for span in _longest_first(spans)]
    city_shown = _shown_over_time(ordered, stored, bounds, _CITY, None)
    decided: dict[str, dict[Place, Figure]] = {
        key: {_CITY: _published(stored[key][_CITY], shown)}
        for key, shown in zip(ordered, city_shown, strict=True)
    }
    for scope in scopes:
        places = [place for place in stored[ordered[0]] if place[0] == scope]
        over_time = {place: _shown_over_time(ordered, stored, bounds, place, city_shown) for place in places}
        for number, key in enumerate(ordered):
            cells = {place: _cell(stored[key][place]) for place in places}
            shown: set[Place] = set()
            if city_shown[number]:
                shown = rules.shown_parts(cells, {place for place in places if not over_time[place][number]})
            for place in places:
                decided[key][place] = _published(stored[key][place], place in shown)
    return decided


def _shown_over_time(
    ordered: list[str],
    stored: dict[str, dict[Place, Figure]],
    bounds: Bounds,
    place: Place,
    allowed: list[bool] | None,
) -> list[bool]:
    cells = [_cell(stored[key][place]) for key in ordered]
    most = bounds.get(place, [0] * len(ordered))

    def rest(longer: int, shorter: int) -> int:
        return max(cells[longer].people - cells[shorter].people, *most[longer:shorter])

    return rules.shown_windows(cells, rest, allowed)


def _cell(figure: Figure) -> rules.Cell:
    return rules.Cell(figure.people or 0, figure.logs or 0)


def _published(figure: Figure, shown: bool) -> Figure:
    return figure if shown else figure.hidden()


def city_days(moment: Figures, key: str) -> list[Figure]:
    """Each day of a window with logs, oldest first; hidden are small days and those that sums would tell."""
    span = next(span for span in moment.windows if span.key == key)
    rows = PeriodTotal.objects.filter(
        period=Period.DAY, scope=Scope.CITY, start__lte=span.to_on, logs__gt=0
    ).order_by("start")
    days = {row.start: _figure(row, row.start.isoformat(), row.start, row.start) for row in rows}
    shown = _shown_days(moment, {day: _cell(figure) for day, figure in days.items()})
    return [_published(figure, day in shown) for day, figure in days.items() if day >= span.from_on]


def _shown_days(moment: Figures, days: dict[date, rules.Cell]) -> set[date]:
    """Shown windows cut time into pieces whose sums are known; in each piece the days are its parts."""
    cuts = sorted({span.start for span in moment.windows if not moment.city(span.key).suppressed} - {EPOCH})
    pieces: defaultdict[int, dict[date, rules.Cell]] = defaultdict(dict)
    for day, cell in days.items():
        pieces[sum(1 for cut in cuts if cut <= day)][day] = cell
    shown: set[date] = set()
    for piece in pieces.values():
        shown |= rules.shown_parts(piece, set())
    return shown
