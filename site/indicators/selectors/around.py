"""Beside the logs of a stretch: campaigns, creations, theme days. Read every ten minutes at most."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from typing import Any, TypeVar, cast

from django.db.models import Q
from django.utils import timezone

from campaigns.contests.models import Kind
from campaigns.contests.selectors.numbers import UNCOUNTED, Coverage, coverage, whole_city
from campaigns.models import CheckIn, Session
from campaigns.selectors.numbers import people_in
from core.small_groups import FEWEST
from indicators import sources
from indicators.selectors.published import days_of
from indicators.selectors.releases import PublishedRow

_KEEP_SECONDS = 600
_MOST_ANSWERS = 200
# People are rounded down to it, like the parts of published tables.
STEP = 5
# A theme month says nothing about a day.
_LONGEST_THEME = 15
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Gatherings:
    """Sessions that took place, and how many people came; None under ten, else rounded down to STEP."""

    sessions: int
    came: int | None


def gatherings(from_on: date, to_on: date) -> Gatherings:
    """Of the sessions that began in these days."""
    return _kept(f"gatherings:{from_on}:{to_on}", lambda: _gatherings(from_on, to_on))


def _gatherings(from_on: date, to_on: date) -> Gatherings:
    sessions = _sessions(from_on, to_on)
    came = people_in(CheckIn.objects.filter(session__in=sessions, taken_back_at=None))
    return Gatherings(sessions.count(), came - came % STEP if came >= FEWEST or not came else None)


def _sessions(from_on: date, to_on: date) -> Any:
    begin, end = _midnight(from_on), _midnight(to_on + timedelta(days=1))
    gone = Q(campaign__state="cancelled") | Q(cancelled_at__isnull=False)
    return Session.objects.filter(starts_at__gte=begin, starts_at__lt=end).exclude(gone)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time_of_day()))


@dataclass(frozen=True, slots=True)
class Creation:
    """A kind of green creation in one year: applications, passes, titles; None is hidden."""

    label: str
    numbers: tuple[int | None, ...]
    of_people: bool


def creations(year: int) -> list[Creation]:
    """By kind. Families and works are people: small counts and small differences are hidden."""
    return _kept(f"creations:{year}", lambda: _creations(year))


def _creations(year: int) -> list[Creation]:
    return [
        Creation(str(Kind(kind).label), _told(kind, row), kind in UNCOUNTED)
        for kind, row in whole_city(coverage(year)).items()
    ]


def _told(kind: str, row: Coverage) -> tuple[int | None, ...]:
    numbers = (row.applications, row.passed, row.titles)
    return chain_told(*numbers) if kind in UNCOUNTED else numbers


def chain_told(*numbers: int) -> tuple[int | None, ...]:
    """Counts of which each is part of the one before: told when it, and what it lacks, is nobody or ten."""
    told: list[int | None] = []
    last: int | None = None
    for number in numbers:
        apart = number if last is None else last - number
        is_safe = all(count == 0 or count >= FEWEST for count in (number, apart))
        told.append(number if is_safe else None)
        last = number if is_safe else last
    return tuple(told)


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme day that is over, with what was published of it."""

    name: str
    from_on: date
    to_on: date
    sessions: int
    # The city on a single day; of several days only logs add up, people do not.
    day: PublishedRow | None
    logs: int | None


def theme_days(year: int, *, until: date) -> list[ThemeRow]:
    """The theme days of the year that ended by then, as the room above knows them."""
    return _kept(f"theme-days:{year}:{until}", lambda: _theme_days(year, until))


def _theme_days(year: int, until: date) -> list[ThemeRow]:
    spans = [
        span
        for span in sources.ask("theme_days", year, default=[])
        if span.to_on <= until and len(_days(span)) <= _LONGEST_THEME
    ]
    published = days_of(sorted({day for span in spans for day in _days(span)}))
    rows = []
    for span in spans:
        found = [published.get(day) for day in _days(span)]
        known = [row.logs or 0 for row in found if row is not None and not row.suppressed]
        logs = sum(known) if len(known) == len(found) else None
        sessions = _sessions(span.from_on, span.to_on).count()
        if not (span.is_main or known or sessions):
            continue
        day = found[0] if len(found) == 1 else None
        rows.append(ThemeRow(span.name, span.from_on, span.to_on, sessions, day, logs))
    return rows


def _days(span: Any) -> list[date]:
    return [span.from_on + timedelta(days=number) for number in range((span.to_on - span.from_on).days + 1)]


_answers: dict[str, tuple[float, object]] = {}


def _kept(key: str, read: Callable[[], T]) -> T:
    """Kept in this process for a while; a shared cache would have to be there for the page to work."""
    kept = _answers.get(key)
    if kept is not None and time.monotonic() < kept[0]:
        return cast("T", kept[1])
    value = read()
    if len(_answers) >= _MOST_ANSWERS:
        _answers.clear()
    _answers[key] = (time.monotonic() + _KEEP_SECONDS, value)
    return value


def forget() -> None:
    """Read again when asked next."""
    _answers.clear()
