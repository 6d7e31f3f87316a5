"""From a proven phone number to its resident."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.sealing import phone_digest, seal
from accounts.services.consents import record_consent
from accounts.services.organisations import accept_invitations
from accounts.texts import privacy_notice
from core import clock


@transaction.atomic
def welcome(*, phone: str, channel: str, joined_at: datetime | None = None) -> User:
    """The resident of a +86… number that has just been proven, made at the first time; consent is recorded.
    What organisations invited this number to is accepted.

    `joined_at` is said when accounts come from elsewhere, and only counts for a new one.
    Two first sign-ins at once give one resident: the digest is unique.
    """
    user, _ = User.objects.get_or_create(
        phone_digest=phone_digest(phone),
        defaults={
            "phone_sealed": seal(phone),
            "phone_verified": True,
            "password": "!",
            "joined_at": joined_at or clock.now(),
        },
    )
    if not user.phone_verified:
        user.phone_verified = True
        user.save(update_fields=["phone_verified"])
    accept_invitations(user=user)
    record_consent(user=user, notice=privacy_notice(), channel=channel)
    return user
