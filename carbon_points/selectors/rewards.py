"""Rewards and vouchers as pages and the API show them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.selectors.family import in_hands_of
from carbon_points.models import Account, Reward, Voucher
from carbon_points.rules.rewards import Asker, Offer, check_asker, check_offer
from carbon_points.selectors.offers import offers_of, reward_on, rewards_on, vouchers_had
from carbon_points.selectors.policies import city_policy
from carbon_points.selectors.validity import usable_accounts
from core import clock
from core.converters import LARGEST_ID
from core.refusals import NotFound, Refused

OPEN = "open"


@dataclass(frozen=True, slots=True)
class RewardRow:
    """A reward with what it costs today.

    `state` is open, or the code of what stands in everybody's way (sold_out, budget_used_up, reward_closed);
    `why_not` says it in a sentence. `offer.price` is 0 when no price is in force.
    """

    reward: Reward
    offer: Offer
    state: str
    why_not: str


def reward_rows(today: date | None = None) -> list[RewardRow]:
    """Every reward that people see, those that can be had first. Two queries."""
    today = today or clock.today()
    rewards = list(rewards_on(today).exclude(state=Reward.State.CLOSED))
    offers = offers_of(rewards, today)
    rows = [_row(reward, offer, today) for reward, offer in zip(rewards, offers, strict=True)]
    return sorted(rows, key=lambda row: (row.state != OPEN, row.reward.is_example))


def reward_row(reward_id: int, today: date | None = None) -> RewardRow:
    """One of them, a closed one too. Raises NotFound. Two queries."""
    today = today or clock.today()
    reward = reward_on(reward_id, today)
    (offer,) = offers_of([reward], today)
    return _row(reward, offer, today)


def why_not(resident: User, row: RewardRow, today: date | None = None) -> Refused | None:
    """What stands in this resident's way, as redeeming would say it now; None when nothing does."""
    today = today or clock.today()
    try:
        check_offer(row.offer, today)
        purse = usable_accounts(Account.objects.filter(owner=resident, kind=Account.Kind.RESIDENT), today)
        asker = Asker(
            joined_on=timezone.localdate(resident.joined_at),
            points=sum(account.balance for account in purse),
            had=vouchers_had(resident, row.reward, row.offer, today),
        )
        check_asker(row.offer, asker, city_policy(today).hold_days, today)
    except Refused as refused:
        return refused
    return None


def vouchers_of(resident: User) -> QuerySet[Voucher]:
    """A resident's vouchers and those of whom they keep, latest first, with reward, provider and owner."""
    rows = Voucher.objects.filter(in_hands_of(resident)).order_by("-pk")
    return rows.select_related("reward__provider", "resident")


def voucher_of(viewer: User, voucher_id: int) -> Voucher:
    """A voucher of the viewer, or of somebody whom the viewer keeps. Raises NotFound for any other."""
    rows = vouchers_of(viewer).filter(pk=voucher_id)
    voucher = rows.first() if 0 < voucher_id <= LARGEST_ID else None
    if voucher is None:
        raise NotFound("没有找到这张兑换码，请到“我的兑换”里看看。")
    return voucher


def _row(reward: Reward, offer: Offer, today: date) -> RewardRow:
    state, sentence = OPEN, ""
    try:
        check_offer(offer, today)
    except Refused as refused:
        state, sentence = refused.code, refused.message
    return RewardRow(reward=reward, offer=offer, state=state, why_not=sentence)
