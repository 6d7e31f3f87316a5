"""The city's own number: today, this week, this month and in total."""

import json
from dataclasses import dataclass
from datetime import date

from indicators.selectors.figures import Figure, figures

LIVE_NUMBERS = ("logs", "people", "milligrams", "low_mg", "high_mg", "suppressed")


@dataclass(frozen=True, slots=True)
class CityNumbers:
    """What residents recorded, in four windows that end today."""

    today: Figure
    week: Figure
    month: Figure
    total: Figure


def city_numbers(*, today: date | None = None) -> CityNumbers:
    """The city's number; a window is suppressed where it would speak about fewer than ten people."""
    moment = figures(today=today)
    return CityNumbers(*(moment.city(key) for key in ("today", "week", "month", "total")))


def live_message() -> str:
    """The same for open windows, as compact JSON."""
    numbers = city_numbers()
    return json.dumps(
        {
            key: {name: getattr(getattr(numbers, key), name) for name in LIVE_NUMBERS}
            for key in ("today", "week", "month", "total")
        },
        separators=(",", ":"),
    )
