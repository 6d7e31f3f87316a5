"""Celery tasks of the accounts app."""

from datetime import timedelta
from importlib import import_module

from celery import shared_task
from django.conf import settings

from accounts import pending
from accounts.services import organisations, phone_codes, phone_texts
from core import clock


@shared_task(name="accounts.tasks.purge")
def purge() -> None:
    """Forget codes, texts, counters and unfinished guests' actions after a day, invitations after 30, and
    sessions that have run out."""
    yesterday = clock.now() - timedelta(days=1)
    phone_codes.purge(before=yesterday)
    phone_texts.purge(before=yesterday)
    pending.purge(before=yesterday)
    organisations.purge_invitations(before=clock.now() - timedelta(days=30))
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
