"""Forgetting who people were: a month after a session, a day after they cancelled, or with the account."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.erasing import on_erasure
from accounts.models import Consent, User
from accounts.services.rows import lock_user
from accounts.withdrawing import on_withdrawal
from campaigns.models import STANDING, CheckIn, Feedback, Pause, Registration
from campaigns.services.registration import campaign_of_consent, end, lock_session

KEEP = timedelta(days=30)
KEEP_CANCELLED = timedelta(days=1)
AT_A_TIME = 500


@transaction.atomic
def forget_portion(*, now: datetime) -> int:
    """Empty what people said of themselves, of at most 500 registrations and 500 rows of lists; how many.

    Numbers, states and attendance stay: they are counts, and whoever registered sees what they did.
    """
    over = Q(session__ends_at__lte=now - KEEP)
    cancelled = Q(ended_by=Registration.EndedBy.SELF, ended_at__lte=now - KEEP_CANCELLED)
    rows = Registration.objects.filter(over | cancelled, forgotten_at=None).order_by("pk")
    names = CheckIn.objects.filter(over).exclude(name="").order_by("pk")
    return _empty(list(rows.values_list("pk", flat=True)[:AT_A_TIME]), now) + _unname(
        list(names.values_list("pk", flat=True)[:AT_A_TIME])
    )


@on_erasure("campaigns.registrations")
def forget_person(*, user: User, now: datetime) -> None:
    """Give back the seats of a person who leaves, and empty what their rows say; counts stay.

    The row of the person is held.
    """
    _leave(Registration.objects.filter(resident=user), now)
    CheckIn.objects.filter(resident=user).exclude(name="").update(name="")
    Feedback.objects.filter(check_in__resident=user).exclude(words="").update(words="")
    Pause.objects.filter(resident=user).delete()


@on_withdrawal(Consent.Purpose.CAMPAIGN)
def end_with_consent(*, user: User, detail: str, now: datetime) -> None:
    """Without the consent there is no registration: that campaign alone loses what was said to it."""
    campaign_id = campaign_of_consent(detail)
    if campaign_id is None:
        return
    mine = lock_user(user).registrations.filter(session__campaign=campaign_id)
    _leave(mine, now)


def _leave(rows: "QuerySet[Registration]", now: datetime) -> None:
    """End what stands, session by session in the order of their numbers, and empty all."""
    standing = rows.filter(state__in=STANDING, session__ends_at__gt=now, check_ins=None)
    for pk, session_id in list(standing.order_by("session").values_list("pk", "session_id")):
        session = lock_session(session_id)
        row = rows.filter(state__in=STANDING, check_ins=None, pk=pk).first()
        if row is not None:
            end(session, row, Registration.EndedBy.SELF, now)
    _empty(list(rows.filter(forgotten_at=None).values_list("pk", flat=True)), now)


def _empty(pks: list[int], now: datetime) -> int:
    return Registration.objects.filter(pk__in=pks).update(
        name="",
        phone_sealed="",
        answers={},
        request_sha256="",
        taken_out_because="",
        wants_sms=False,
        forgotten_at=now,
    )


def _unname(pks: list[int]) -> int:
    return CheckIn.objects.filter(pk__in=pks).update(name="")
