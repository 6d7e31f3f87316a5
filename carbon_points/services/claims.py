"""The register against counting twice: whoever claims a behaviour first has it, by whatever source."""

from datetime import datetime

from django.db import IntegrityError, transaction

from carbon_points.models import ActionLog, Claim
from carbon_points.refusals import AlreadyCounted
from carbon_points.sealing import fingerprint

__all__ = ["claim", "fingerprint"]


def claim(
    *, log: ActionLog, fingerprint: str, behaviour: str, occurred_at: datetime, source: str, now: datetime
) -> Claim:
    """Enter what a log stands for, in the log's transaction. Raises AlreadyCounted when it stands already.

    `fingerprint` names the behaviour, not who reported it: make it with `fingerprint()`. Two at the same
    instant: one waits for the other, then is refused. Claims are released by `reverse_log` and `undo_log`.
    """
    try:
        with transaction.atomic():
            return Claim.objects.create(
                fingerprint=fingerprint,
                resident_id=log.resident_id,
                log=log,
                behaviour=behaviour,
                occurred_at=occurred_at,
                source=source,
                made_at=now,
            )
    except IntegrityError:
        if not Claim.objects.filter(fingerprint=fingerprint, released_at=None).exists():
            raise
        raise AlreadyCounted("这件事已经由另一个来源计过，同一件事只计一次。") from None
