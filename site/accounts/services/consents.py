"""Recording what people agreed to."""

from accounts.models import Consent, User
from accounts.selectors import has_agreed
from accounts.texts import Notice
from core import clock


def record_consent(*, user: User, notice: Notice, channel: str) -> Consent | None:
    """Keep that a person agreed to this version of the notice; None when that is on record already."""
    if has_agreed(user, notice):
        return None
    return Consent.objects.create(
        user=user,
        purpose=Consent.Purpose.ACCOUNT,
        given=True,
        document="privacy",
        document_version=notice.version,
        document_sha256=notice.sha256,
        channel=channel,
        at=clock.now(),
    )
