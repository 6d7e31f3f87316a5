"""Whether a title holds, when its re-check is due, and its words. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from campaigns.contests.rules.years import next_end, years_on

REMIND_BEFORE = timedelta(days=7)


class Standing(StrEnum):
    """How a title stands on a day."""

    HOLDS = "holds"
    # Its day is over, what was handed in on time is still being looked at: it holds until that is decided.
    CHECKING = "checking"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


NAMES = {
    Standing.HOLDS: "有效",
    Standing.CHECKING: "有效，正在复核",
    Standing.ENDED: "已到期",
    Standing.WITHDRAWN: "已撤销",
}


@dataclass(frozen=True, slots=True)
class Window:
    """The first and the last day on which a re-check can be handed in."""

    first: date
    last: date


def standing_on(day: date, *, ends: date | None, is_withdrawn: bool, is_checking: bool) -> Standing:
    """How a title stands; its last day counts."""
    if is_withdrawn:
        return Standing.WITHDRAWN
    if ends is None or day <= ends:
        return Standing.HOLDS
    return Standing.CHECKING if is_checking else Standing.ENDED


def first_end(window: Window, day: date) -> date:
    """Until when a title given on this day holds: the end of the first re-check that begins after it."""
    return next_end(window.last, day + (window.last - window.first) + timedelta(days=1))


def window_before(end: date, window: Window) -> Window:
    """The days of the re-check with which a title's time ends, as long as those of the contest."""
    return Window(end - (window.last - window.first), end)


def end_after_pass(end: date, day: date) -> date:
    """A year later, and never a day that is over (when the decision took long)."""
    return next_end(years_on(end, 1), day)
