"""What runs from home: when, how far a team is, how often somebody was right. Plain values in and out."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

# Yesterday can still be recorded, so a challenge is counted for good when this many days have passed.
GRACE = timedelta(days=1)
# Pictures come in for a while after the last day.
PHOTOS_AFTER = timedelta(days=30)
# Pictures of one person that nobody has looked at yet.
MOST_WAITING = 5
CAPTION_LENGTH = 60


class Phase(StrEnum):
    """Where an online campaign stands today."""

    BEFORE = "before"
    RUNNING = "running"
    OVER = "over"


def phase(starts_on: date | None, ends_on: date | None, today: date) -> Phase:
    """Without days it simply runs."""
    if starts_on is not None and today < starts_on:
        return Phase.BEFORE
    if ends_on is not None and today > ends_on:
        return Phase.OVER
    return Phase.RUNNING


def is_final(ends_on: date | None, today: date) -> bool:
    """Whether no more records of the campaign's days can come in."""
    return ends_on is not None and today > ends_on + GRACE


def takes_photos(starts_on: date | None, ends_on: date | None, today: date) -> bool:
    """From the first day on, and for a month after the last."""
    last = None if ends_on is None else ends_on + PHOTOS_AFTER
    return phase(starts_on, last, today) is Phase.RUNNING


def day_span(starts_on: date | None, ends_on: date | None) -> str:
    """10月25日至11月8日; empty without days."""
    days = [f"{day.month}月{day.day}日" for day in (starts_on, ends_on) if day is not None]
    return "至".join(dict.fromkeys(days))


def percent(done: int, goal: int) -> int:
    """How much of a goal is reached: 0 to 100, and 100 only when it is."""
    return 100 if done >= goal else 100 * done // goal


def choice_lines(text: str) -> tuple[str, ...]:
    """The choices of a question, one a line. All lines count: the right one is named by its number."""
    return tuple(line.strip() for line in text.split("\n"))


def right_answers(given: Sequence[int], right: Sequence[int]) -> int:
    """How many answers are the right ones, question by question."""
    return sum(one == other for one, other in zip(given, right, strict=True))
