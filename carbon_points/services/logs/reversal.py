"""Taking a log back: by its resident within ten minutes, or by somebody who found it wrong."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from carbon_points.models import Account, ActionLog, Claim, PartnerRecord, Transfer
from carbon_points.refusals import AlreadyReversed, PointsSpent, TooLateToUndo
from carbon_points.services import ledger
from carbon_points.services.logs.announcement import announce
from core import clock
from core.converters import LARGEST_ID
from core.refusals import NotFound


@transaction.atomic
def undo_log(*, resident: User, log_id: int, now: datetime | None = None) -> ActionLog:
    """Take a log back within ten minutes: a second log with every number negated, and the points returned.

    Undone twice, it gives the first reversal. Raises NotFound for a log of somebody else, TooLateToUndo, or
    PointsSpent when the points are no longer there.
    """
    now = now or clock.now()
    accounts = ledger.lock_accounts(resident=resident, now=now)
    log = _standing(resident, log_id)
    if hasattr(log, "reversal"):
        if log.reversal.cause not in {"", ActionLog.Cause.UNDO}:
            raise AlreadyReversed("这条记录已经由工作人员或合作方更正，不用再撤销。")
        return log.reversal
    if now > log.undo_until:
        raise TooLateToUndo("记录超过10分钟就不能撤销了，如果记错了请联系客服更正。")
    return _reverse(log, accounts, cause=ActionLog.Cause.UNDO, forgive=False, now=now)


@transaction.atomic
def reverse_log(
    *, log: ActionLog, cause: str, forgive: bool = True, now: datetime | None = None
) -> ActionLog:
    """Take a log back at any time, because it was found wrong. Raises AlreadyReversed.

    Points that its resident has spent since are written off with `forgive`: the city bears them, nobody owes
    anything. Without it PointsSpent is raised.
    """
    now = now or clock.now()
    accounts = ledger.lock_accounts(resident=log.resident, now=now)
    standing = _standing(log.resident, log.pk)
    if hasattr(standing, "reversal"):
        raise AlreadyReversed("这条记录已经更正过了。")
    return _reverse(standing, accounts, cause=cause, forgive=forgive, now=now)


def _standing(resident: User, log_id: int) -> ActionLog:
    log = None
    if 0 < log_id <= LARGEST_ID:
        log = (
            ActionLog.objects.select_related("action", "area", "reversal")
            .filter(pk=log_id, resident=resident, reverses__isnull=True)
            .first()
        )
    if log is None:
        raise NotFound("没有找到这条记录，可能已经不在了。")
    return log


def _reverse(
    log: ActionLog, accounts: list[Account], *, cause: str, forgive: bool, now: datetime
) -> ActionLog:
    reversal = _mirror(log, cause, now)
    if log.points:
        paid = Transfer.objects.get(source=f"earn:{log.pk}")
        bucket = next(account for account in accounts if account.pk == paid.credit_id)
        missing = log.points - bucket.balance
        if missing > 0 and forgive:
            ledger.move(
                debit=None,
                credit=bucket,
                points=missing,
                kind=Transfer.Kind.WRITE_OFF,
                source=f"writeoff:{log.pk}",
                at=now,
            )
            bucket.balance += missing
        elif missing > 0:
            raise PointsSpent("这次行动的积分已经用掉了，不能撤销。")
        ledger.reverse(transfer=paid, locked=accounts, at=now)
    if log.evidence != ActionLog.Evidence.SELF:
        # What the log stood for may be claimed again.
        Claim.objects.filter(log=log, released_at=None).update(released_at=now)
    if log.channel == ActionLog.Channel.PARTNER:
        PartnerRecord.objects.filter(log=log).update(state=PartnerRecord.State.REVERSED, reversed_at=now)
    announce(reversal, log.action.code, log.area.code if log.area else "")
    return reversal


def _mirror(log: ActionLog, cause: str, now: datetime) -> ActionLog:
    return ActionLog.objects.create(
        resident_id=log.resident_id,
        area_id=log.area_id,
        action_id=log.action_id,
        method_id=log.method_id,
        quantity=-log.quantity,
        done_on=log.done_on,
        evidence=log.evidence,
        tier=log.tier,
        milligrams=-log.milligrams,
        low_mg=-log.low_mg,
        high_mg=-log.high_mg,
        points=-log.points,
        channel=log.channel,
        recorded_by_id=log.recorded_by_id,
        reverses=log,
        cause=cause,
        created_at=now,
    )
