"""Recording what people agreed to, and that they changed their minds."""

from django.db import transaction

from accounts import withdrawing
from accounts.models import Consent, User
from accounts.selectors.consents import has_agreed, latest_consent
from accounts.texts import Notice
from core import clock


@transaction.atomic
def record_consent(
    *,
    user: User,
    notice: Notice,
    channel: str,
    purpose: str = Consent.Purpose.ACCOUNT,
    detail: str = "",
    given_by: User | None = None,
    document: str = "privacy",
) -> Consent | None:
    """Keep that a person agreed to this version of the notice; None when that is on record already.

    `detail` (80 characters) says what exactly, such as "partner:bus-card/trips"; `given_by` is who decided in
    the person's place; `document` names the text of which the notice is one version.
    """
    if has_agreed(user, notice, purpose=purpose, detail=detail, given_by=given_by):
        return None
    return Consent.objects.create(
        user=user,
        purpose=purpose,
        detail=detail,
        given_by=given_by,
        given=True,
        document=document,
        document_version=notice.version,
        document_sha256=notice.sha256,
        channel=channel,
        at=clock.now(),
    )


@transaction.atomic
def withdraw_consent(
    *, user: User, purpose: str, channel: str, detail: str = "", given_by: User | None = None
) -> Consent | None:
    """Keep that a person takes a yes back; None when there is none that stands.

    What the yes allowed ends at once, because it is asked for each time; what was done before stays done.
    """
    latest = latest_consent(user, purpose, detail)
    if latest is None or not latest.given:
        return None
    withdrawn = Consent.objects.create(
        user=user,
        purpose=purpose,
        detail=detail,
        given_by=given_by,
        given=False,
        document=latest.document,
        document_version=latest.document_version,
        document_sha256=latest.document_sha256,
        channel=channel,
        at=clock.now(),
    )
    withdrawing.carry_out(user=user, purpose=purpose, detail=detail, now=withdrawn.at)
    return withdrawn
