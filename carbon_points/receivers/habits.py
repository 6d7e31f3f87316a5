"""What follows for habits when an action was recorded or an account ends."""

import logging
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.erasing import on_erasure
from accounts.models import User
from carbon_points.models import ActionLog
from carbon_points.services.habits import forget_habits
from carbon_points.signals import action_logged
from core import clock, jobs

log = logging.getLogger(__name__)


@receiver(action_logged, dispatch_uid="look-for-badges")
def look_for_badges(sender: object, *, log_id: int, **log_values: Any) -> None:
    """Ask for a look at the badges of whoever the log is of, once a day and person; the night looks again.

    After the commit, and never a reason to fail: a badge that is late is only late.
    """
    try:
        people = ActionLog.objects.filter(pk=log_id, reverses=None).values_list(
            "resident_id", "recorded_by_id"
        )
        for person in filter(None, dict.fromkeys(pk for row in people for pk in row)):
            jobs.enqueue(
                "carbon_points.tasks.award_badges", key=f"badges:{clock.today()}:{person}", resident_id=person
            )
    except Exception:
        log.exception("the look for badges could not be asked for")


@on_erasure("habits")
def forget(*, user: User, now: datetime) -> None:
    """Choices, badges, teams and places in lists go with the account."""
    forget_habits(resident=user, now=now)
