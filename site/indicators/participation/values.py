"""The participation indicators of a stretch of time, from what is stored; no log is looked at.

Numbers from residents' logs are those of the published tables (closed days, months and years), or of the page
of statistics (the total): whatever is hidden there is hidden here, and nothing can be taken from it.
"""

from datetime import date, datetime

from core import clock
from indicators.participation import deeds, reach
from indicators.participation.value import WAITING, Part, Value
from indicators.periods import EPOCH, last_day
from indicators.selectors import statistics
from indicators.selectors.releases import PublishedRow, published
from indicators.services.deltas import UNQUANTIFIED

_Rows = tuple[PublishedRow | None, list[PublishedRow], list[PublishedRow], datetime | None]


def values(period: str, start: date) -> dict[str, Value]:
    """Every indicator of a day, month, year or the total, by code: about fifteen queries."""
    today = clock.today()
    first, last = (EPOCH, today) if period == "total" else (start, last_day(period, start))
    return {
        **_recorded(period, start),
        "P10-HOUSEHOLDS": reach.households(period, start, first, last),
        **reach.organisations(period, start, first, last),
        **deeds.events(first, last),
        "P10-TRAINING": deeds.training(first, last),
        **deeds.creation(first, last),
        "P10-GUIDES": deeds.guides(first, last),
        "P10-ANSWERS": deeds.answers(first, last),
    }


def _recorded(period: str, start: date) -> dict[str, Value]:
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
    found = statistics.statistics()
    figure = found.moment.city("total")
    city = PublishedRow(
        "",
        "",
        figure.logs,
        figure.people,
        figure.milligrams,
        figure.low_mg,
        figure.high_mg,
        figure.suppressed,
    )
    categories, kinds = (
        [
            PublishedRow(
                part.code,
                part.label,
                part.logs,
                part.people,
                part.milligrams,
                part.low_mg,
                part.high_mg,
                part.suppressed,
            )
            for part in rows
        ]
        for rows in (found.by_category("total"), found.by_evidence("total"))
    )
    return city, categories, kinds, statistics.folded_at()


def _grams(milligrams: int | None) -> int | None:
    """Whole grams, half a gram up."""
    return None if milligrams is None else (milligrams + 500) // 1000
