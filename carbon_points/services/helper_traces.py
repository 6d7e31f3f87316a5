"""Traces of helpers' searches: how long they stay, and that they forget an erased person."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from carbon_points.models import DeskCode, Lookup


@transaction.atomic
def forget_traces_of(*, user: User) -> None:
    """Empty what names a person as found, and the digits that they showed."""
    DeskCode.objects.filter(resident=user).delete()
    Lookup.objects.filter(resident=user).update(resident=None)


@transaction.atomic
def purge(*, before: datetime, now: datetime) -> int:
    """Delete searches of before a moment, and digits that are over; how many rows."""
    codes = DeskCode.objects.filter(valid_to__lte=now).delete()[0]
    return codes + Lookup.objects.filter(at__lt=before).delete()[0]
