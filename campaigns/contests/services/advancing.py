"""What happens in a contest by date: each step once, in the transaction that marks it done."""

import logging
from collections.abc import Callable
from datetime import datetime

from campaigns.contests.models import Contest
from core import clock

# A step looks at the day itself, changes nothing when its time has not come or when it is done, and is safe
# to repeat. In this order one run takes up what the step before it left.
ORDER = (
    "close_screening",
    "draw",
    "settle",
    "announce",
    "open_rechecks",
    "remind_rechecks",
    "lapse_rechecks",
)
Step = Callable[[int, datetime], None]
STEPS: list[Step] = []
log = logging.getLogger(__name__)


def step(function: Step) -> Step:
    """Register what a subject does by date; its name stands in ORDER."""
    STEPS.append(function)
    STEPS.sort(key=lambda one: ORDER.index(one.__name__))
    return function


def advance_contests(now: datetime | None = None) -> None:
    """Every step of every open contest. What fails in one is logged, and keeps no other waiting."""
    now = now or clock.now()
    for pk in Contest.objects.filter(state=Contest.State.OPEN).order_by("pk").values_list("pk", flat=True):
        try:
            for one in STEPS:
                one(pk, now)
        except Exception:
            log.exception("contest %s did not advance", pk)
