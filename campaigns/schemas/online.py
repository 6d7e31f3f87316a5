"""What the API of taking part from home takes and gives."""

from typing import Annotated

from ninja import Field, Schema

from core.api import Strict
from core.converters import LARGEST_ID

MOST_QUESTIONS = 100


class PledgeOut(Schema):
    """Whether I have pledged, and how many people have."""

    pledged: bool
    people: int


class QuestionOut(Schema):
    """A question with its choices; an answer names a choice by its place, from 0."""

    id: int
    text: str
    choices: list[str]


class QuizOut(Schema):
    """The questions of a quiz."""

    items: list[QuestionOut]


class AnswerIn(Strict):
    """One answer."""

    question: Annotated[int, Field(ge=1, le=LARGEST_ID)]
    choice: Annotated[int, Field(ge=0, le=9, description="从0数起", examples=[1])]


class QuizIn(Strict):
    """An answer to each question."""

    answers: Annotated[list[AnswerIn], Field(max_length=MOST_QUESTIONS)]


class ToldOut(Schema):
    """What is right, and why."""

    question: int
    right: int
    is_right: bool
    because: str


class FirstTryOut(Schema):
    """The first try as it was noted, the record it brought, and what is right of the answers just given."""

    right: int
    of: int
    log: int | None
    points: int
    no_points_because: str
    items: list[ToldOut]
