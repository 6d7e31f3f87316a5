"""What a public page says of a campaign, as plain values that the room above passes down."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """One time and place; the fields are those of the model Session."""

    key: UUID
    name: str
    starts_at: datetime
    ends_at: datetime
    place: str
    address: str
    latitude: Decimal | None
    longitude: Decimal | None
    accessibility: str
    capacity: int | None
    most_places: int
    has_waiting_list: bool
    opens_at: datetime | None
    closes_at: datetime
    cancel_until: datetime


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """What is asked when somebody registers; choices one a line, none for an answer in words."""

    key: UUID
    text: str
    choices: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class QuizFacts:
    """One question of a quiz; `right` counts the lines of `choices` from 0."""

    key: UUID
    text: str
    choices: str
    right: int
    because: str


@dataclass(frozen=True, slots=True)
class CampaignFacts:
    """A campaign; the fields are those of the model Campaign, then what belongs to it."""

    key: UUID
    page_id: int | None
    kind: str
    title: str
    url: str
    summary: str
    organisation_id: int | None
    organiser_name: str
    contact: str
    audiences: str
    area_id: int | None
    theme_day: str
    for_children: bool
    action_id: int | None
    quantity: Decimal
    asks_phone: bool
    starts_on: date | None
    ends_on: date | None
    pledge_text: str
    challenge_goal: int | None
    takes_photos: bool
    cover_id: int | None = None
    challenge_actions: tuple[int, ...] = ()
    sessions: tuple[SessionFacts, ...] = ()
    questions: tuple[QuestionFacts, ...] = ()
    quiz: tuple[QuizFacts, ...] = ()


_BELONGING = {"key", "challenge_actions", "sessions", "questions", "quiz"}


def own_values(facts: Any) -> dict[str, Any]:
    """The fields of a row, without its key and without what belongs to it."""
    return {one.name: getattr(facts, one.name) for one in fields(facts) if one.name not in _BELONGING}
