"""What a public page says of a contest, as plain values that the room above passes down."""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from campaigns.contests.rules.phases import Calendar


@dataclass(frozen=True, slots=True)
class LevelFacts:
    """An award: from how many points of a hundred, and how many at most (None: as many as reach it)."""

    name: str
    at_least: Decimal
    most: int | None = None


@dataclass(frozen=True, slots=True)
class ContestFacts:
    """A contest; the fields are those of the model Contest, then its days, and its levels from the top."""

    key: UUID
    page_id: int | None
    kind: str
    standard_id: int
    title: str
    url: str
    summary: str
    year: int
    organisation_id: int | None
    organiser_name: str
    contact: str
    area_id: int | None
    jurors_per_entry: int
    normalisation: str
    for_pupils: bool
    shows_likes: bool
    scan_action_id: int | None
    calendar: Calendar
    levels: tuple[LevelFacts, ...] = ()


_BELONGING = {"key", "calendar", "levels"}


def own_values(facts: ContestFacts) -> dict[str, Any]:
    """The fields of the contest's row, without its key, its days and its levels."""
    return {one.name: getattr(facts, one.name) for one in fields(facts) if one.name not in _BELONGING}


def day_values(calendar: Calendar) -> dict[str, date | None]:
    """The days of the contest's row."""
    return {one.name: getattr(calendar, one.name) for one in fields(calendar)}
