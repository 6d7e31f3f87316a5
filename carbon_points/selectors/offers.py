"""A reward as it stands on a day: with its price in force and what the month's budget leaves."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import F, OuterRef, QuerySet, Subquery

from accounts.models import User
from carbon_points.models import BudgetMonth, Reward, Voucher
from carbon_points.rules.policies import RewardPolicy
from carbon_points.rules.rewards import MONTH, Offer
from carbon_points.selectors.policies import reward_policies
from core.clock import midnight
from core.converters import LARGEST_ID
from core.refusals import NotFound

LIVE = (Voucher.State.ISSUED, Voucher.State.REDEEMED)


def rewards_on(today: date) -> QuerySet[Reward]:
    """Rewards that people see, with provider and area; `budget_left` is None without a budget."""
    month = BudgetMonth.objects.filter(line=OuterRef("budget_line"), month=today.replace(day=1))
    left = Subquery(month.annotate(left=F("points") - F("committed")).values("left")[:1])
    rows = Reward.objects.exclude(state=Reward.State.DRAFT, is_example=False)
    return rows.select_related("provider", "area", "budget_line").annotate(budget_left=left)


def reward_on(reward_id: int, today: date) -> Reward:
    """One of them. Raises NotFound."""
    reward = rewards_on(today).filter(pk=reward_id).first() if 0 < reward_id <= LARGEST_ID else None
    if reward is None:
        raise NotFound("没有找到这项奖励，可能已经下架，请看看其他奖励。")
    return reward


def offers_of(rewards: Iterable[Reward], today: date) -> list[Offer]:
    """What each of these (out of `rewards_on`) offers today. One query."""
    listed = list(rewards)
    policies = reward_policies([reward.pk for reward in listed], today)
    return [_offer(reward, policies.get(reward.pk)) for reward in listed]


def vouchers_had(resident: User, reward: Reward, offer: Offer, today: date) -> int:
    """How many live vouchers the person has had, in this month or in all."""
    rows = Voucher.objects.filter(resident=resident, reward=reward, state__in=LIVE)
    if offer.per_period == MONTH:
        rows = rows.filter(issued_at__gte=first_moment(today))
    return rows.count()


def first_moment(day: date) -> datetime:
    """When the month of a day begins in the city."""
    return midnight(day.replace(day=1))


def _offer(reward: Reward, policy: RewardPolicy | None) -> Offer:
    policy = policy or RewardPolicy()
    return Offer(
        state=reward.state,
        is_example=reward.is_example,
        opens_on=reward.opens_on,
        closes_on=reward.closes_on,
        price=policy.price,
        per_person=policy.per_person,
        per_period=policy.per_period,
        stock_left=reward.stock_left,
        budget_left=reward.budget_left,  # type: ignore[attr-defined]
    )
