"""Counting tries at the join codes of households; a refusal must not roll the count back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from accounts import rules
from accounts.models import JoinTries, User
from accounts.refusals import TooManyJoinTries

HOUR = timedelta(hours=1)


@transaction.atomic
def claim_try(*, user: User, now: datetime) -> None:
    """Use up one of ten tries within an hour, by conditional UPDATEs. Raises TooManyJoinTries."""
    JoinTries.objects.get_or_create(user=user, defaults={"since": now})
    rows = JoinTries.objects.filter(user=user)
    if rows.filter(since__lte=now - HOUR).update(tries=1, since=now):
        return
    if not rows.filter(tries__lt=rules.JOIN_TRIES_PER_HOUR).update(tries=F("tries") + 1):
        raise TooManyJoinTries("试的次数太多了，请一小时后再试，或者请家里的管家再念一遍加入码。")


@transaction.atomic
def give_back(*, user: User) -> None:
    """The code was right: the try does not count."""
    JoinTries.objects.filter(user=user, tries__gt=0).update(tries=F("tries") - 1)
