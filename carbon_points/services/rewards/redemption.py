"""A resident takes a reward: points go into the voucher's own account until it is used."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from carbon_points.models import Account, BudgetMonth, Reward, Transfer, Voucher, VoucherEvent
from carbon_points.refusals import KeyReused
from carbon_points.refusals.rewards import BudgetUsedUp, SoldOut
from carbon_points.rules.keys import check_key
from carbon_points.rules.rewards import Asker, Offer, check_asker, check_offer, day_words
from carbon_points.selectors.offers import offers_of, reward_on, vouchers_had
from carbon_points.selectors.policies import city_policy
from carbon_points.selectors.validity import usable_accounts
from carbon_points.services import ledger
from carbon_points.services.rewards.events import note, tell
from carbon_points.services.rewards.payment import pay_oldest
from carbon_points.voucher_codes import code_for, digest_of
from core import clock

# A hundred million codes and some hundred thousand vouchers: the first try is nearly always free.
TRIES = 8


@transaction.atomic
def redeem(*, resident: User, reward_id: int, request_key: str, now: datetime | None = None) -> Voucher:
    """Give a resident a voucher for points. The same request_key gives back the first voucher.

    Raises RewardClosed, SoldOut, BudgetUsedUp, NotYet, PersonLimit, NotEnoughPoints, KeyReused or NotFound,
    and then nothing has changed.
    """
    now = now or clock.now()
    today = timezone.localdate(now)
    check_key(request_key)
    accounts = ledger.lock_accounts(resident=resident, now=now)
    earlier = Voucher.objects.filter(resident=resident, request_key=request_key).first()
    if earlier is not None:
        if earlier.reward_id != reward_id:
            raise KeyReused("这个请求标识已经用于另一次兑换，请换一个标识再提交。")
        return earlier
    reward = reward_on(reward_id, today)
    (offer,) = offers_of([reward], today)
    check_offer(offer, today)
    purse = usable_accounts(accounts, today)
    _check_asker(resident, reward, offer, purse, today)
    voucher = _issue(resident, reward, offer.price, request_key, now)
    source = f"redeem:{voucher.pk}"
    pay_oldest(purse, voucher.escrow, offer.price, kind=Transfer.Kind.REDEEM, source=source, at=now)
    note(voucher, VoucherEvent.Kind.ISSUED, by=resident, at=now)
    tell(
        voucher,
        "issued",
        f"已兑换：{reward.name}",
        f"用了{offer.price}分。请在{day_words(timezone.localdate(voucher.valid_until))}前到“{reward.place_note}”出示兑换码。"
        "没用之前随时可以退回，积分原路返还。",
    )
    # Last, because everybody who wants this reward waits for these two rows.
    _take_piece(reward)
    _commit_budget(voucher)
    return voucher


def _check_asker(resident: User, reward: Reward, offer: Offer, purse: Sequence[Account], today: date) -> None:
    asker = Asker(
        joined_on=timezone.localdate(resident.joined_at),
        points=sum(account.balance for account in purse),
        had=vouchers_had(resident, reward, offer, today),
    )
    check_asker(offer, asker, city_policy(today).hold_days, today)


def _issue(resident: User, reward: Reward, price: int, request_key: str, now: datetime) -> Voucher:
    """The voucher with its own account, so that no two redemptions wait for one row."""
    today = timezone.localdate(now)
    last = datetime.combine(today + timedelta(days=reward.valid_days), time(23, 59, 59))
    budget = BudgetMonth.objects.get(line=reward.budget_line_id, month=today.replace(day=1))
    for _ in range(TRIES):
        nonce = secrets.token_hex(8)
        try:
            with transaction.atomic():
                return Voucher.objects.create(
                    reward=reward,
                    resident=resident,
                    escrow=ledger.open_account(code=f"voucher:{nonce}", kind=Account.Kind.ESCROW),
                    budget=budget,
                    price=price,
                    nonce=nonce,
                    code_digest=digest_of(code_for(resident.pk, nonce)),
                    request_key=request_key,
                    issued_at=now,
                    valid_until=timezone.make_aware(last),
                )
        except IntegrityError as error:
            # Another voucher has these digits: other ones.
            taken = error
    raise taken


def _take_piece(reward: Reward) -> None:
    left = Reward.objects.filter(pk=reward.pk, stock_left__gt=0)
    if not left.update(stock_left=F("stock_left") - 1):
        raise SoldOut("这项奖励刚刚兑完了，您的积分没有动，可以点“有货时告诉我”，或者选其他奖励。")


def _commit_budget(voucher: Voucher) -> None:
    room = BudgetMonth.objects.filter(pk=voucher.budget_id, points__gte=F("committed") + voucher.price)
    if not room.update(committed=F("committed") + voucher.price):
        raise BudgetUsedUp("这项奖励本月的名额刚刚用完，您的积分没有动，请下个月1日以后再来。")
