"""Celery tasks of contests: what happens by date, and forgetting."""

from celery import shared_task

from campaigns.contests.services import forgetting, uploads
from campaigns.contests.services.advancing import advance_contests
from core import clock


@shared_task(name="contests.tasks.advance")
def advance() -> None:
    """Do what the day asks for in every contest; each step is done once, whoever asks."""
    advance_contests()


@shared_task(name="contests.tasks.forget")
def forget() -> None:
    """Take away uploads that were never finished, files whose time is over, and what a crash left behind."""
    now = clock.now()
    uploads.purge_uploads(now=now)
    while forgetting.purge_files(now=now) == forgetting.AT_A_TIME:
        pass
    forgetting.purge_strays(now=now)
