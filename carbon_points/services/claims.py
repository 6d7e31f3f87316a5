"""The register against counting twice: whoever claims a behaviour first has it, by whatever source."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from carbon_points.models import ActionLog, Claim
from carbon_points.refusals import AlreadyCounted
from carbon_points.rules.partners import NEAR
from carbon_points.sealing import fingerprint

__all__ = ["claim", "fingerprint", "meter_fingerprint", "refuse_claimed_nearby"]


def meter_fingerprint(*, group: str, digest: str, month: date) -> str:
    """Names what one meter used in one month, whoever reports it.

    `group` is the exclusive group of the method, `digest` the `sealing.meter_digest` of the account number
    as `rules.bills.meter_number` writes it.
    """
    return fingerprint("meter-month", group, digest, month.strftime("%Y-%m"))


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


def refuse_claimed_nearby(
    *,
    resident: User,
    behaviour: str,
    occurred_at: datetime,
    except_source: str = "",
    except_log: ActionLog | None = None,
) -> None:
    """Raise AlreadyCounted when the same behaviour of the same person stands within 15 minutes.

    Two sources may tell of one deed without a common number. The resident's accounts must be locked.
    `except_source` tells its own deeds apart; `except_log` is about to be taken back.
    """
    near = Claim.objects.filter(
        resident=resident,
        behaviour=behaviour,
        occurred_at__range=(occurred_at - NEAR, occurred_at + NEAR),
        released_at=None,
    )
    if except_source:
        near = near.exclude(source=except_source)
    if except_log is not None:
        near = near.exclude(log=except_log)
    if near.exists():
        raise AlreadyCounted("同一个人15分钟内的同一种行动已经计过，同一件事只计一次。")
