"""Vouchers that are not used: given back by their resident, or after their last day."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from carbon_points.models import Account, BudgetMonth, Reward, Transfer, Voucher, VoucherEvent
from carbon_points.refusals.rewards import AlreadyUsed, VoucherReturned
from carbon_points.rules.expiry import GRACE_DAYS
from carbon_points.rules.rewards import day_words
from carbon_points.selectors.validity import last_days
from carbon_points.services import ledger
from carbon_points.services.rewards.events import tell
from core import clock
from core.converters import LARGEST_ID
from core.refusals import NotFound


@transaction.atomic
def cancel_voucher(*, resident: User, voucher_id: int, now: datetime | None = None) -> Voucher:
    """Give a voucher back before it is used: every point returns to the half-year it came from.

    Raises NotFound for somebody else's, AlreadyUsed or VoucherReturned.
    """
    now = now or clock.now()
    rows = lock_vouchers(resident=resident, pk=voucher_id) if 0 < voucher_id <= LARGEST_ID else []
    if not rows:
        raise NotFound("没有找到这张兑换码，请到“我的兑换”里看看。")
    (voucher,) = rows
    if voucher.state == Voucher.State.REDEEMED:
        raise AlreadyUsed("这张兑换码已经使用，不能退回了；如果没有领到，请到“投诉建议”告诉我们。")
    if voucher.state != Voucher.State.ISSUED:
        raise VoucherReturned("这张兑换码已经退回过，积分已经在您的账户里。")
    late = give_back(rows, state=Voucher.State.CANCELLED, by=resident, now=now)
    _tell_returned(voucher, "已退回", late, now)
    return voucher


def expire_vouchers(*, limit: int = 500, now: datetime | None = None) -> int:
    """Give back at most `limit` vouchers whose last day is over, each in its own transaction; how many."""
    now = now or clock.now()
    over = Voucher.objects.filter(state=Voucher.State.ISSUED, valid_until__lt=now).order_by("valid_until")
    ids = list(over.values_list("pk", flat=True)[:limit])
    return sum(_expire_voucher(voucher_id, now) for voucher_id in ids)


@transaction.atomic
def _expire_voucher(voucher_id: int, now: datetime) -> bool:
    """False when it was used or given back meanwhile."""
    rows = lock_vouchers(pk=voucher_id, state=Voucher.State.ISSUED)
    if not rows:
        return False
    late = give_back(rows, state=Voucher.State.EXPIRED, by=None, now=now)
    _tell_returned(rows[0], "过期未用", late, now)
    return True


def lock_vouchers(**conditions: object) -> list[Voucher]:
    """Hold these vouchers, in key order, until the transaction ends; as they are once held."""
    rows = Voucher.objects.select_for_update(no_key=True, of=("self",)).filter(**conditions).order_by("pk")
    return list(rows.select_related("reward__provider", "resident__kept_by"))


def give_back(vouchers: Sequence[Voucher], *, state: str, by: User | None, now: datetime) -> int:
    """Undo what redeeming did, for vouchers that are locked and unused.

    How many points came back after the last day of their half-year: those hold thirty days more.
    """
    paid = list(
        Transfer.objects.filter(
            credit__in=[one.escrow_id for one in vouchers], kind=Transfer.Kind.REDEEM
        ).order_by("pk")
    )
    accounts = ledger.lock_by_key(pk for one in paid for pk in (one.debit_id, one.credit_id))
    for transfer in paid:
        ledger.reverse(transfer=transfer, locked=accounts, at=now)
    for voucher in vouchers:
        voucher.state, voucher.ended_at = state, now
        voucher.save(update_fields=["state", "ended_at"])
    VoucherEvent.objects.bulk_create(
        VoucherEvent(voucher=voucher, kind=state, by=by, at=now) for voucher in vouchers
    )
    _free(vouchers)
    return _late_points(paid, accounts, timezone.localdate(now))


def _late_points(paid: Sequence[Transfer], accounts: Sequence[Account], today: date) -> int:
    buckets = {account.pk: account.bucket for account in accounts if account.bucket}
    days = last_days(buckets.values(), today)
    return sum(one.points for one in paid if days[buckets[one.debit_id]] < today)


def _tell_returned(voucher: Voucher, what: str, late: int, now: datetime) -> None:
    body = f"{voucher.price}分已经原路返还。"
    if late:
        day = timezone.localdate(now) + timedelta(days=GRACE_DAYS)
        body += f"其中{late}分原来的有效期已过，为您延长到{day_words(day)}。"
    tell(voucher, voucher.state, f"{what}：{voucher.reward.name}", body)


def _free(vouchers: Sequence[Voucher]) -> None:
    """Put the pieces back into stock and the prices into their months; in key order, as everywhere."""
    for reward_id, pieces in sorted(Counter(one.reward_id for one in vouchers).items()):
        Reward.objects.filter(pk=reward_id).update(stock_left=F("stock_left") + pieces)
    prices: Counter[int] = Counter()
    for voucher in vouchers:
        prices[voucher.budget_id] += voucher.price
    for budget_id, points in sorted(prices.items()):
        BudgetMonth.objects.filter(pk=budget_id).update(committed=F("committed") - points)
