"""Plain text messages to people who asked for them; counted apart from codes, for all processes."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from accounts import rules, sms
from accounts.models import SmsCounter, SmsText
from accounts.sealing import phone_digest
from core import clock

log = logging.getLogger(__name__)

DAY = timedelta(days=1)


def send_text(*, phone: str, text: str, key: str) -> bool:
    """Send a text to a +86… number; False when the person or the city has had enough of them today.

    Safe to repeat under the same key: it is counted once, and the provider is told the key. For the body of a
    job: the provider is asked outside any transaction, and its error is raised, so that the job tries again.
    """
    if not _admit(phone_digest(phone), key, clock.now()):
        return False
    sms.backend().send_text(phone, text, key=key)
    return True


@transaction.atomic
def purge(*, before: datetime) -> int:
    """Forget texts that were sent before a moment; how many."""
    return SmsText.objects.filter(at__lt=before).delete()[0]


@transaction.atomic
def _admit(digest: str, key: str, now: datetime) -> bool:
    """Count a text once. All who count wait for the row of the day; it is held for a few statements only."""
    day = f"texts:{clock.today():%Y-%m-%d}"
    SmsCounter.objects.get_or_create(key=day)
    counter = SmsCounter.objects.select_for_update().get(key=day)
    if SmsText.objects.filter(key=key).exists():
        return True
    if counter.sent >= settings.SMS_TEXTS_DAILY_BUDGET:
        log.error("the city's budget of %s texts a day is used up", settings.SMS_TEXTS_DAILY_BUDGET)
        return False
    if SmsText.objects.filter(phone_digest=digest, at__gt=now - DAY).count() >= rules.TEXTS_PER_DAY:
        return False
    SmsText.objects.create(key=key, phone_digest=digest, at=now)
    counter.sent += 1
    counter.save()
    return True
