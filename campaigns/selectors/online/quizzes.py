"""Questions of a quiz, and what somebody's answers to them are worth knowing."""

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.models import User
from campaigns.models import Campaign, QuizEntry, QuizQuestion
from campaigns.rules.online import choice_lines


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice on the page; whether it is right is told after an answer only."""

    value: int
    label: str
    checked: bool
    is_right: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on the page, with what was answered, if anything."""

    id: int
    number: int
    text: str
    because: str
    choices: list[Choice]
    # The place of the right choice, from 0.
    right: int
    is_answered: bool
    is_right: bool

    @property
    def name(self) -> str:
        """Of its field in the form."""
        return f"q{self.id}"

    @property
    def right_label(self) -> str:
        """The right choice in words."""
        return next((choice.label for choice in self.choices if choice.is_right), "")


def questions_of(campaign: Campaign) -> list[QuizQuestion]:
    """What is asked now, in order. One query."""
    return list(campaign.quiz.filter(is_retired=False))


def asked_of(campaign: Campaign, answers: Mapping[int, int]) -> list[Asked]:
    """The questions with these answers. One query."""
    return [
        _asked(number, question, answers.get(question.pk))
        for number, question in enumerate(questions_of(campaign), start=1)
    ]


def quiz_entry(user: User, campaign: Campaign) -> QuizEntry | None:
    """Somebody's first try, with its record. One query."""
    return QuizEntry.objects.select_related("log").filter(resident=user, campaign=campaign).first()


def _asked(number: int, question: QuizQuestion, given: int | None) -> Asked:
    labels = choice_lines(question.choices)
    given = given if given is not None and 0 <= given < len(labels) else None
    return Asked(
        id=question.pk,
        number=number,
        text=question.text,
        because=question.because,
        choices=[
            Choice(value, label, value == given, value == question.right)
            for value, label in enumerate(labels)
        ],
        right=question.right,
        is_answered=given is not None,
        is_right=given == question.right,
    )
