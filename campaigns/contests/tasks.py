"""Celery tasks of contests: what happens by date."""

from celery import shared_task

from campaigns.contests.services.advancing import advance_contests


@shared_task(name="contests.tasks.advance")
def advance() -> None:
    """Do what the day asks for in every contest; each step is done once, whoever asks."""
    advance_contests()
