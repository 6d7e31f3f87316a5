"""The desk hands a reward over: the voucher is used, and its points become the merchant's."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.selectors.organisations import membership_in
from carbon_points.models import Account, Transfer, Voucher, VoucherEvent
from carbon_points.refusals.rewards import (
    AlreadyUsed,
    NotAtThisDesk,
    TooLateToTakeBack,
    VoucherExpired,
    VoucherReturned,
)
from carbon_points.rules.voucher_codes import MINUTES_TO_TAKE_BACK
from carbon_points.services import ledger
from carbon_points.services.rewards.desk import voucher_behind
from carbon_points.services.rewards.events import note, tell
from carbon_points.services.rewards.returns import lock_vouchers
from core import clock
from core.converters import LARGEST_ID
from core.refusals import NotFound, Refused

LONGEST_REASON = 120


def preview_voucher(*, member: User, code: str, now: datetime | None = None) -> Voucher:
    """The voucher behind a code, with reward and resident, before it is used. A wrong code counts.

    Raises what verify_voucher raises, so that the desk learns it before it hands anything over.
    """
    now = now or clock.now()
    voucher_id = voucher_behind(member=member, code=code, now=now)
    voucher = Voucher.objects.select_related("reward__provider", "resident").get(pk=voucher_id)
    _check(voucher, now)
    return voucher


def verify_voucher(*, member: User, code: str, now: datetime | None = None) -> Voucher:
    """Use the voucher behind a code: its points go to the provider. `member` works for that provider.

    Raises NotAtThisDesk, NotFound, TooManyWrongCodes, AlreadyUsed, VoucherReturned or VoucherExpired. Two
    transactions: a wrong code stays written down although it is refused.
    """
    now = now or clock.now()
    return use_voucher(member=member, voucher_id=voucher_behind(member=member, code=code, now=now), now=now)


@transaction.atomic
def use_voucher(*, member: User, voucher_id: int, now: datetime) -> Voucher:
    """Use a voucher that `voucher_behind` found."""
    voucher = _locked(member, voucher_id)
    _check(voucher, now)
    (escrow,) = ledger.lock_by_key([voucher.escrow_id])
    merchant = ledger.lock_shared(code=f"merchant:{voucher.reward.provider_id}", kind=Account.Kind.MERCHANT)
    voucher.uses += 1
    voucher.state = Voucher.State.REDEEMED
    voucher.redeemed_at, voucher.redeemed_by = now, member
    ledger.move(
        debit=escrow,
        credit=merchant,
        points=voucher.price,
        kind=Transfer.Kind.SETTLE,
        source=f"settle:{voucher.pk}:{voucher.uses}",
        at=now,
    )
    voucher.save(update_fields=["uses", "state", "redeemed_at", "redeemed_by"])
    note(voucher, VoucherEvent.Kind.REDEEMED, by=member, at=now)
    tell(
        voucher,
        f"used:{voucher.uses}",
        f"已使用：{voucher.reward.name}",
        f"{_time(now)}在“{voucher.reward.provider.name}”使用。如果不是您本人，请到“投诉建议”告诉我们。",
    )
    return voucher


@transaction.atomic
def unverify(*, member: User, voucher_id: int, reason: str, now: datetime | None = None) -> Voucher:
    """Take a use back within five minutes, with the reason; the resident can use the voucher again.

    Raises NotFound, NotAtThisDesk or TooLateToTakeBack.
    """
    now = now or clock.now()
    reason = " ".join(reason.split())
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise Refused(f"请写明撤销的原因，最多{LONGEST_REASON}个字。", code="reason_missing", status=422)
    voucher = _locked(member, voucher_id)
    if voucher.redeemed_at is None:
        raise TooLateToTakeBack("这张兑换码没有核销，或者已经撤销，不用再撤销。")
    if now > voucher.redeemed_at + timedelta(minutes=MINUTES_TO_TAKE_BACK):
        raise TooLateToTakeBack(f"核销超过{MINUTES_TO_TAKE_BACK}分钟就不能撤销了，有问题请联系客服。")
    settled = Transfer.objects.get(source=f"settle:{voucher.pk}:{voucher.uses}")
    (escrow,) = ledger.lock_by_key([voucher.escrow_id])
    (merchant,) = ledger.lock_by_key([settled.credit_id])
    ledger.reverse(transfer=settled, locked=[escrow, merchant], at=now)
    voucher.state = Voucher.State.ISSUED
    voucher.redeemed_at = voucher.redeemed_by = None
    voucher.save(update_fields=["state", "redeemed_at", "redeemed_by"])
    note(voucher, VoucherEvent.Kind.UNREDEEMED, by=member, reason=reason, at=now)
    tell(
        voucher,
        f"unused:{voucher.uses}",
        f"核销已撤销：{voucher.reward.name}",
        f"“{voucher.reward.provider.name}”撤销了刚才的核销，原因：{reason}。兑换码可以继续使用。",
    )
    return voucher


def _locked(member: User, voucher_id: int) -> Voucher:
    rows = lock_vouchers(pk=voucher_id) if 0 < voucher_id <= LARGEST_ID else []
    if not rows:
        raise NotFound("没有找到这张兑换码。")
    if membership_in(member, rows[0].reward.provider_id) is None:
        raise NotAtThisDesk("这不是本店的兑换码，请让顾客到提供方领取。")
    return rows[0]


def _check(voucher: Voucher, now: datetime) -> None:
    """Raise why it cannot be used now."""
    if voucher.redeemed_at is not None:
        raise AlreadyUsed(f"这张兑换码{_time(voucher.redeemed_at)}已经在本店核销过，不能再用。")
    if voucher.state == Voucher.State.CANCELLED:
        raise VoucherReturned("顾客已经退回这张兑换码，不能再用。")
    if voucher.state == Voucher.State.EXPIRED or now > voucher.valid_until:
        raise VoucherExpired(f"这张兑换码{_time(voucher.valid_until)}已经过期，积分会退给顾客。")


def _time(moment: datetime) -> str:
    """11月23日09:00, by the city's clock."""
    local = timezone.localtime(moment)
    return f"{local.month}月{local.day}日{local:%H:%M}"
