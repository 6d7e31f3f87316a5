"""Whether one can come, wait in line, or is too late. Plain values in, a state out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum


class State(IntEnum):
    """The nearer to "come", the smaller: of several sessions the best one counts."""

    OPEN = 1
    LINE = 2
    SOON = 3
    FULL = 4
    CLOSED = 5
    RUNNING = 6
    OVER = 7
    CANCELLED = 8


WORDS = {
    State.OPEN: "报名中",
    State.LINE: "可候补",
    State.SOON: "即将开始报名",
    State.FULL: "已满",
    State.CLOSED: "报名截止",
    State.RUNNING: "进行中",
    State.OVER: "已结束",
    State.CANCELLED: "已取消",
}
# Kinds of the component chip.
COLOURS = {State.OPEN: "river", State.LINE: "warn", State.RUNNING: "river", State.CANCELLED: "seal"}


@dataclass(frozen=True, slots=True)
class Seats:
    """A session as the card sees it; `left` None is without limit."""

    starts_at: datetime
    ends_at: datetime
    opens_at: datetime | None
    closes_at: datetime
    left: int | None
    has_line: bool
    is_cancelled: bool


def session_state(seats: Seats, now: datetime) -> State:
    """The state of one session."""
    if seats.is_cancelled:
        return State.CANCELLED
    if now >= seats.ends_at:
        return State.OVER
    if now >= seats.closes_at:
        return State.RUNNING if now >= seats.starts_at else State.CLOSED
    if seats.opens_at is not None and now < seats.opens_at:
        return State.SOON
    if seats.left is None or seats.left > 0:
        return State.OPEN
    return State.LINE if seats.has_line else State.FULL


def best_of(states: Iterable[State]) -> State:
    """The state of a campaign with several sessions; without any it is over."""
    return min(states, default=State.OVER)


def online_state(starts_on: date, ends_on: date, today: date) -> State:
    """The state of a campaign that lasts for days and has no sessions."""
    if today > ends_on:
        return State.OVER
    return State.SOON if today < starts_on else State.RUNNING
