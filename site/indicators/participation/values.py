"""The participation indicators of a stretch of time, from what is stored; no log is looked at.

Numbers from residents' logs are those of the published tables (closed days, months and years), or of the page
of statistics (the total): whatever is hidden there is hidden here, and nothing can be taken from it.
"""

from collections.abc import Callable
from datetime import date, datetime

from core import clock
from indicators.participation import deeds, reach
from indicators.participation.value import WAITING, Part, Value
from indicators.periods import EPOCH, last_day
from indicators.selectors.figures import figures
from indicators.selectors.releases import PublishedRow, published
from indicators.selectors.statistics import folded_at
from indicators.services.deltas import UNQUANTIFIED

_Rows = tuple[PublishedRow | None, list[PublishedRow], list[PublishedRow], datetime | None]


def values(period: str, start: date) -> dict[str, Value]:
    """Every indicator of a day, month, year or the total, by code: about fifteen queries."""
    found: dict[str, Value] = {}
    for group in dict.fromkeys(_GROUPS.values()):
        found |= group(*_stretch(period, start))
    return found


def value_of(code: str, period: str, start: date) -> Value:
    """One indicator alone: at most three queries."""
    return _GROUPS[code](*_stretch(period, start))[code]


def _stretch(period: str, start: date) -> tuple[str, date, date, date]:
    if period == "total":
        return period, EPOCH, EPOCH, clock.today()
    return period, start, start, last_day(period, start)


def _recorded(period: str, start: date, first: date, last: date) -> dict[str, Value]:
    """People, actions and grams."""
    city, categories, kinds, as_of = _of_all_time() if period == "total" else _of_release(period, start)
    if city is None:
        return {"P10-PEOPLE": WAITING, "P10-ACTIONS": WAITING, "P10-GRAMS": WAITING}
    parts = [
        Part(f"category:{row.code}", row.label, row.logs, suppressed=row.suppressed) for row in categories
    ]
    parts += [Part(f"evidence:{row.code}", row.label, row.logs, suppressed=row.suppressed) for row in kinds]
    grams = tuple(
        Part(
            f"evidence:{row.code}",
            row.label,
            _grams(row.milligrams),
            _grams(row.low_mg),
            _grams(row.high_mg),
            row.suppressed,
        )
        for row in kinds
        if row.code != UNQUANTIFIED
    )
    hidden = city.suppressed
    return {
        "P10-PEOPLE": Value(city.people, suppressed=hidden, as_of=as_of),
        "P10-ACTIONS": Value(city.logs, suppressed=hidden, parts=tuple(parts), as_of=as_of),
        "P10-GRAMS": Value(
            _grams(city.milligrams), _grams(city.low_mg), _grams(city.high_mg), hidden, grams, as_of
        ),
    }


def _of_release(period: str, start: date) -> _Rows:
    release = published(period, start)
    if release is None:
        return None, [], [], None
    city = next(iter(release.rows("city")), None)
    return city, release.rows("category"), release.rows("evidence"), release.as_of


def _of_all_time() -> _Rows:
    """The city's live number; parts are published when a day is over, and not for all time."""
    figure = figures().city("total")
    numbers = (figure.logs, figure.people, figure.milligrams, figure.low_mg, figure.high_mg)
    return PublishedRow("", "", *numbers, suppressed=figure.suppressed), [], [], folded_at()


def _grams(milligrams: int | None) -> int | None:
    """Whole grams, half a gram up."""
    return None if milligrams is None else (milligrams + 500) // 1000


_Group = Callable[[str, date, date, date], dict[str, Value]]
# Which function says what; those of one group are worked out together.
_GROUPS: dict[str, _Group] = {
    **dict.fromkeys(("P10-PEOPLE", "P10-ACTIONS", "P10-GRAMS"), _recorded),
    "P10-HOUSEHOLDS": reach.households,
    **dict.fromkeys(reach.KINDS, reach.organisations),
    **dict.fromkeys(("P10-THEMEDAYS", "P10-EVENTS", "P10-ATTENDANCE"), deeds.events),
    "P10-TRAINING": deeds.training,
    **dict.fromkeys(("P10-CREATION", "P10-TITLES"), deeds.creation),
    "P10-GUIDES": deeds.guides,
    "P10-ANSWERS": deeds.answers,
}
