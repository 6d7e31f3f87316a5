"""Celery tasks of the content app."""

from celery import shared_task

from content.services import schedule


@shared_task(name="content.tasks.publish_due")
def publish_due() -> None:
    """Make public what was approved for now, and take down what has expired."""
    schedule.publish_due()
