"""Recurring work of search."""

from celery import shared_task

from search.services.terms import forget_terms


@shared_task(name="search.tasks.forget")
def forget() -> None:
    """Delete old search terms."""
    forget_terms()
