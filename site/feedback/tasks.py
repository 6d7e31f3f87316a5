"""Celery tasks of the feedback app."""

from celery import shared_task

from core import clock
from feedback.services import retention


@shared_task(name="feedback.tasks.remind")
def remind() -> None:
    """Tell who has to answer; once a day for each ticket, however often it runs."""
    retention.remind()


@shared_task(name="feedback.tasks.purge")
def purge() -> None:
    """Close and forget what is due."""
    retention.purge(now=clock.now())
