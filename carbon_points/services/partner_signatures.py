"""Signatures that were used: each request of a partner is taken once."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from carbon_points.models import PartnerKey, SeenSignature
from carbon_points.refusals.partners import Replayed, TooManyCalls
from carbon_points.rules.partners import CALLS_A_MINUTE, SIGNATURES_KEPT


def use_signature(*, key: PartnerKey, trace: str, now: datetime) -> None:
    """Note that a signed request has come, before its work is begun. Raises TooManyCalls or Replayed.

    It is noted by itself: whatever becomes of the work, the same signature is not taken again, and a retry
    signs with a new timestamp. Only signed requests count against the limit, so nobody else can use it up.
    """
    last_minute = SeenSignature.objects.filter(key=key, at__gt=now - timedelta(minutes=1))
    if last_minute.count() >= CALLS_A_MINUTE:
        raise TooManyCalls(f"一把密钥一分钟最多请求{CALLS_A_MINUTE}次，请稍等一分钟，把记录合并成批再报送。")
    try:
        with transaction.atomic():
            SeenSignature.objects.create(key=key, signature=trace, at=now)
    except IntegrityError:
        raise Replayed("这个请求已经收到过；要重试，请换新的时间戳重新签名。") from None


@transaction.atomic
def forget_signatures(*, now: datetime) -> int:
    """Delete signatures that are too old to be valid again; how many."""
    return SeenSignature.objects.filter(at__lt=now - SIGNATURES_KEPT).delete()[0]
