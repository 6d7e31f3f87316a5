"""From a proven phone number to its resident."""

from django.db import transaction

from accounts.models import User
from accounts.sealing import phone_digest, seal
from accounts.services.consents import record_consent
from accounts.services.organisations import accept_invitations
from accounts.texts import privacy_notice


@transaction.atomic
def welcome(*, phone: str, channel: str) -> User:
    """The resident of a +86… number that has just been proven, made at the first time; consent is recorded.
    What organisations invited this number to is accepted.

    Two first sign-ins at once give one resident: the digest is unique.
    """
    user, _ = User.objects.get_or_create(
        phone_digest=phone_digest(phone),
        defaults={"phone_sealed": seal(phone), "phone_verified": True, "password": "!"},
    )
    if not user.phone_verified:
        user.phone_verified = True
        user.save(update_fields=["phone_verified"])
    accept_invitations(user=user)
    record_consent(user=user, notice=privacy_notice(), channel=channel)
    return user
