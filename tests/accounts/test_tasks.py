"""What is forgotten by itself."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session

from accounts.models import PhoneCode, SmsSent, User
from accounts.tasks import purge

pytestmark = pytest.mark.django_db


def test_a_day_later_codes_and_dead_sessions_are_forgotten_and_residents_are_not(visitor, sign_in, settings):
    with time_machine.travel("2026-03-05T10:00:00+08:00", tick=False) as traveller:
        sign_in(visitor)

        purge()
        assert (PhoneCode.objects.count(), SmsSent.objects.count(), Session.objects.count()) == (1, 1, 1)

        traveller.shift(timedelta(days=1, seconds=1))
        purge()
        assert (PhoneCode.objects.count(), SmsSent.objects.count(), Session.objects.count()) == (0, 0, 1)

        traveller.shift(timedelta(seconds=settings.SESSION_COOKIE_AGE))
        purge()
        assert Session.objects.count() == 0
        assert User.objects.count() == 1
