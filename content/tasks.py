"""Celery tasks of the content app."""

from celery import shared_task
from django.conf import settings

from content.reports import checking, gathering
from content.services import schedule
from core import clock, jobs


@shared_task(name="content.tasks.publish_due")
def publish_due() -> None:
    """Make public what was approved for now, and take down what has expired."""
    schedule.publish_due()


@shared_task(name="content.tasks.schedule_link_work")
def schedule_link_work() -> None:
    """Look through the pages once an hour, and ask some addresses outside each minute while any is due.

    As jobs, because both may take long and the keeper of times must not wait.
    """
    now = clock.now()
    jobs.enqueue("content.tasks.gather_links", key=f"gather-links:{now:%Y-%m-%dT%H}")
    if settings.CHECK_LINKS and checking.due_checks():
        jobs.enqueue("content.tasks.check_links", key=f"check-links:{now:%Y-%m-%dT%H:%M}")


@shared_task(name="content.tasks.gather_links")
def gather_links() -> None:
    """Write down which links stand on the live pages."""
    gathering.gather_links()


@shared_task(name="content.tasks.check_links")
def check_links() -> None:
    """Ask some addresses outside."""
    checking.check_due_links()
