"""Celery tasks of the campaigns app."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from celery import shared_task

from campaigns.services import aftermath, forgetting, no_shows, reminders
from campaigns.services.online import challenge_counts, wall_purge
from core import clock


@shared_task(name="campaigns.tasks.schedule_reminders")
def schedule_reminders() -> None:
    """Find the sessions of which people should be reminded now, and those that are over."""
    reminders.schedule_reminders()
    aftermath.schedule_aftermath()


@shared_task(name="campaigns.tasks.remind")
def remind(session_id: int, which: str, starts_at: str, after: int) -> Callable[[], object]:
    """Remind the next portion of people; it is committed together with the mark "done"."""
    begins = datetime.fromisoformat(starts_at)
    return partial(
        reminders.remind_portion, session_id=session_id, which=which, starts_at=begins, after=after
    )


@shared_task(name="campaigns.tasks.speak_afterwards")
def speak_afterwards(session_id: int, which: str, after: int) -> Callable[[], object]:
    """Thank, or write to, the next portion of people of a session that is over."""
    return partial(aftermath.speak_to_portion, session_id=session_id, which=which, after=after)


@shared_task(name="campaigns.tasks.close_sessions")
def close_sessions() -> None:
    """End the lines of sessions that are over, and count who did not come."""
    no_shows.close_sessions()


@shared_task(name="campaigns.tasks.forget_people")
def forget_people() -> None:
    """Empty names, phones and answers whose time is over."""
    now = clock.now()
    while forgetting.forget_portion(now=now):
        pass


@shared_task(name="campaigns.tasks.count_challenges")
def count_challenges() -> None:
    """Count what teams did; a challenge that is over is counted for good, and its members are thanked."""
    challenge_counts.count_challenges(now=clock.now())


@shared_task(name="campaigns.tasks.purge_wall")
def purge_wall() -> None:
    """Delete refused and removed pictures, those of long ago, and files that a crash left behind."""
    now = clock.now()
    while wall_purge.purge_wall(now=now) == wall_purge.AT_A_TIME:
        pass
    wall_purge.purge_strays(now=now)
