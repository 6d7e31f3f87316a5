"""Certificates: one for each attendance, in the name that the person chose; void when it was a mistake."""

import secrets
from datetime import datetime

from django.db import transaction

from accounts.erasing import on_erasure
from accounts.models import User
from accounts.services.rows import lock_user
from campaigns.models import Certificate, CheckIn
from campaigns.refusals.certificates import CertificateRefused
from campaigns.rules.certificates import CODE_LENGTH, name_fault
from core import clock
from core.text import LETTERS, clean


@transaction.atomic
def issue_certificate(*, check_in: CheckIn, name: str, now: datetime | None = None) -> Certificate:
    """The certificate of an attendance, made once: asked again, the same one comes, in its first name.

    Raises CertificateRefused for a name that is none, and for an attendance that was taken back.
    """
    chosen = " ".join(clean(name).split())
    if sentence := name_fault(chosen):
        raise CertificateRefused(sentence)
    if check_in.resident is None:
        raise CertificateRefused("没有账号的到场记录不能在网上领证明，请联系主办方。")
    # As everywhere: the person first, then what is theirs.
    lock_user(check_in.resident)
    held = CheckIn.objects.select_for_update().get(pk=check_in.pk)
    if held.taken_back_at is not None:
        raise CertificateRefused("这次到场记录已经撤回，不能领证明。有疑问请联系主办方。", status=409)
    if earlier := Certificate.objects.filter(check_in=held).first():
        return earlier
    return Certificate.objects.create(code=_code(), check_in=held, name=chosen, issued_at=now or clock.now())


@on_erasure("campaigns.certificates")
def forget_certificates(*, user: User, now: datetime) -> None:
    """Who is erased is named on no paper any more: its code says that it is void."""
    mine = Certificate.objects.filter(check_in__resident=user)
    mine.filter(revoked_at=None).update(revoked_at=now)
    mine.update(name="")


def _code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
