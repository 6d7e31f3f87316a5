"""What happens in a contest by date: each step once, in the transaction that marks it done."""

from collections.abc import Callable
from datetime import datetime

from campaigns.contests.models import Contest
from core import clock

# In the order of the phases. A step looks at the day itself, changes nothing when its time has not come or
# when it is done, and is safe to repeat.
Step = Callable[[int, datetime], None]
STEPS: list[Step] = []


def step(function: Step) -> Step:
    """Register what a subject does by date."""
    STEPS.append(function)
    return function


def advance_contests(now: datetime | None = None) -> None:
    """Every step of every contest that is open."""
    now = now or clock.now()
    for pk in Contest.objects.filter(state=Contest.State.OPEN).order_by("pk").values_list("pk", flat=True):
        for one in STEPS:
            one(pk, now)
