"""Keys with which partners sign: made, followed by the next one, ended."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from carbon_points.models import Partner, PartnerKey, PartnerScope
from carbon_points.refusals.partners import KeyRefused
from carbon_points.sealing import seal_secret
from core import clock

# How long the old key still signs beside the one that follows it.
OVERLAP = timedelta(days=14)
SECRET_BYTES = 32


@transaction.atomic
def issue_key(
    *,
    partner: Partner,
    scopes: Sequence[PartnerScope],
    key_id: str = "",
    secret: str = "",
    now: datetime | None = None,
) -> tuple[PartnerKey, str]:
    """A new key and its secret, which is told here and never again. Raises KeyRefused without scopes.

    Both are random; a demonstration, whose keys are public anyway, names its own.
    """
    if not scopes or any(scope.partner_id != partner.pk for scope in scopes):
        raise KeyRefused("请至少选择这个合作方的一个数据范围。", status=422)
    secret = secret or secrets.token_urlsafe(SECRET_BYTES)
    key = PartnerKey.objects.create(
        partner=partner,
        key_id=key_id or f"lk-{secrets.token_hex(8)}",
        secret_sealed=seal_secret(secret),
        created_at=now or clock.now(),
    )
    key.scopes.set(scopes)
    return key, secret


@transaction.atomic
def rotate_key(*, key: PartnerKey, now: datetime | None = None) -> tuple[PartnerKey, str]:
    """The next key with the same scopes; the old one goes on for two weeks. Raises KeyRefused."""
    now = now or clock.now()
    held = PartnerKey.objects.select_for_update(no_key=True, of=("self",)).select_related("partner")
    old = held.get(pk=key.pk)
    if not stands(old, now):
        raise KeyRefused("这把密钥已经停用，请新建一把。")
    until = now + OVERLAP
    old.valid_to = min(old.valid_to or until, until)
    old.save(update_fields=["valid_to"])
    return issue_key(partner=old.partner, scopes=list(old.scopes.all()), now=now)


@transaction.atomic
def revoke_key(*, key: PartnerKey, now: datetime | None = None) -> None:
    """End a key at once. A second time changes nothing."""
    PartnerKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now or clock.now())


def stands(key: PartnerKey, now: datetime) -> bool:
    """Whether a key signs now."""
    return key.revoked_at is None and (key.valid_to is None or key.valid_to > now)
