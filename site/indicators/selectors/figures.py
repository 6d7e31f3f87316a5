"""The whole city in the windows that end today, small ones hidden. Parts are published when a day is over."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Min, Q

from core import clock
from core.small_groups import FEWEST
from indicators import rules
from indicators.models import Period, PeriodTotal, Scope
from indicators.periods import Window, windows
from indicators.selectors.untold import asked_of_totals


@dataclass(frozen=True, slots=True)
class Figure:
    """What may be published about the city in one window; no number at all when `suppressed`.

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
    """The city's publishable numbers of one moment, by the key of the window; today first, the total last."""

    windows: list[Window]
    numbers: dict[str, Figure]

    def city(self, key: str) -> Figure:
        """The whole city in a window."""
        return self.numbers[key]


def figures(*, today: date | None = None) -> Figures:
    """The city's numbers, in three queries.

    Whoever takes the published days and months from a window, or one window from another, must not get at
    fewer than ten people.
    """
    day = today or clock.today()
    first = first_day()
    spans = windows(day, first)
    stored, untold = _stored(spans, day)
    ordered = _longest_first(spans)
    cells = [rules.Cell(stored[span.key].people or 0, stored[span.key].logs or 0) for span in ordered]
    cuts = [span.from_on if span.period != Period.TOTAL else (first or day) for span in ordered]

    def rest(longer: int, shorter: int | None) -> int:
        end = cuts[shorter] if shorter is not None else date.max
        left = [cell for start, cell in untold.items() if cuts[longer] <= start < end and not cell.is_empty]
        return max((cell.people for cell in left), default=FEWEST)

    # Taken from the published days, a window alone tells what no release has told yet.
    alone = [rest(number, None) >= FEWEST for number in range(len(ordered))]
    shown = rules.shown_windows(cells, rest, alone)
    decided = {
        span.key: stored[span.key] if is_shown else stored[span.key].hidden()
        for span, is_shown in zip(ordered, shown, strict=True)
    }
    return Figures(spans, decided)


def first_day() -> date | None:
    """The first day with a log; None before the first."""
    days = PeriodTotal.objects.filter(period=Period.DAY, scope=Scope.CITY, logs__gt=0)
    first: date | None = days.aggregate(first=Min("start"))["first"]
    return first


def _longest_first(spans: list[Window]) -> list[Window]:
    """The windows by where they begin; of two that begin together the longer name of time comes first."""
    begun = spans[-1].from_on
    ordered = spans[::-1]
    ordered.sort(key=lambda span: max(span.from_on, begun))
    return ordered


def _stored(spans: list[Window], today: date) -> tuple[dict[str, Figure], dict[date, rules.Cell]]:
    """What the table has of each window, with zeros for what it has not; and of each untold day."""
    asked = asked_of_totals(today=today)
    for span in spans:
        asked |= Q(period=span.period, start=span.start)
    rows = {
        (row.period, row.start): row for row in PeriodTotal.objects.filter(asked, scope=Scope.CITY, key="")
    }
    found = {}
    for span in spans:
        figure = Figure(span.key, span.from_on, span.to_on)
        if row := rows.get((span.period, span.start)):
            figure = replace(
                figure,
                logs=row.logs,
                people=row.people,
                milligrams=row.milligrams,
                low_mg=row.low_mg,
                high_mg=row.high_mg,
            )
        found[span.key] = figure
    untold = {
        start: rules.Cell(row.people, row.logs)
        for (period, start), row in rows.items()
        if period == Period.DAY
    }
    return found, untold
