"""The server's clock. A day is a day of the city's time zone; the client's clock is never asked."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def now() -> datetime:
    """The present moment, with time zone."""
    return timezone.now()


def today() -> date:
    """The calendar day in the city."""
    return timezone.localdate()


def midnight(day: date) -> datetime:
    """The moment at which a day begins in the city."""
    return timezone.make_aware(datetime.combine(day, time.min))


def next_midnight(day: date) -> datetime:
    """The moment at which a day ends in the city."""
    return midnight(day + timedelta(days=1))
