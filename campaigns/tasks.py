"""Celery tasks of the campaigns app."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from celery import shared_task

from campaigns.services import reminders


@shared_task(name="campaigns.tasks.schedule_reminders")
def schedule_reminders() -> None:
    """Find the sessions of which people should be reminded now."""
    reminders.schedule_reminders()


@shared_task(name="campaigns.tasks.remind")
def remind(session_id: int, which: str, starts_at: str, after: int) -> Callable[[], object]:
    """Remind the next portion of people; it is committed together with the mark "done"."""
    begins = datetime.fromisoformat(starts_at)
    return partial(
        reminders.remind_portion, session_id=session_id, which=which, starts_at=begins, after=after
    )
