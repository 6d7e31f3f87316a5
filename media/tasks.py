"""Celery tasks of the media app."""

from celery import shared_task

from core import clock
from media.services import purge


@shared_task(name="media.tasks.purge_evidence")
def purge_evidence() -> None:
    """Remove pictures after their time, photos that nobody used, and files that a crash left behind."""
    now = clock.now()
    while purge.purge(now=now) == purge.AT_A_TIME:
        pass
    purge.purge_strays(now=now)
