"""Celery tasks of the messaging app."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from celery import shared_task

from core import clock
from messaging import channels, services

KEEP = timedelta(days=365)


@shared_task(name="messaging.tasks.send_copy")
def send_copy(channel: str, message_id: int) -> None:
    """Send a message by one channel besides the inbox."""
    channels.send(channel, message_id)


@shared_task(name="messaging.tasks.send_copies")
def send_copies(message_ids: list[int]) -> Callable[[], None]:
    """Give each of many messages jobs of its own."""
    return partial(channels.enqueue_copies, message_ids)


@shared_task(name="messaging.tasks.purge")
def purge() -> None:
    """Delete messages of a year ago."""
    services.purge(before=clock.now() - KEEP)
