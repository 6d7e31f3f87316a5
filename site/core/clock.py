"""The server's clock. A day is a day of the city's time zone; the client's clock is never asked."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """The present moment, with time zone."""
    return timezone.now()


def today() -> date:
    """The calendar day in the city."""
    return timezone.localdate()
