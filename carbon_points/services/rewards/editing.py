"""What staff write about rewards, budget lines and causes; pieces, prices and budgets stand elsewhere."""

from django.db import transaction

from carbon_points.models import BudgetLine, Cause, Policy, Reward
from carbon_points.refusals.rewards import RewardUnfit
from carbon_points.services.rewards.causes import open_cause
from core import clock

# A line's code stands in the keys of its budgets: it is chosen once.
LINE_FIELDS = ("name", "funder", "note")
CAUSE_FIELDS = ("name", "summary", "detail", "promise", "goal", "is_open")
# Everything but the pieces that are left: those move with each voucher.
REWARD_FIELDS = (
    *("name", "summary", "detail", "icon", "provider", "place_note", "area", "budget_line"),
    *("valid_days", "opens_on", "closes_on", "state", "is_example", "order"),
)


@transaction.atomic
def save_reward(*, reward: Reward) -> Reward:
    """Write what staff filled in, never the stock. Raises RewardUnfit."""
    refuse_unfit(reward)
    if reward._state.adding:
        reward.stock_left = 0
        reward.save(force_insert=True)
    else:
        reward.save(update_fields=REWARD_FIELDS)
    return reward


def refuse_unfit(reward: Reward) -> None:
    """Raise RewardUnfit for what could not be offered."""
    if not 1 <= reward.valid_days <= 366:
        raise RewardUnfit("兑换码有效天数要填1到366。")
    if reward.closes_on is not None and reward.closes_on < reward.opens_on:
        raise RewardUnfit("结束日期不能早于开始日期。")
    if reward.state != Reward.State.OPEN:
        return
    if reward.is_example:
        raise RewardUnfit("示例不能开放兑换，请先取消“示例”，或者保持未启用。")
    prices = Policy.objects.filter(kind=Policy.Kind.REWARD, valid_from__lte=clock.today())
    if reward._state.adding or not prices.filter(key=str(reward.pk)).exists():
        raise RewardUnfit("还没有生效的价格。请先保存为“未启用”，到“规则与预算”定好价格，再开放兑换。")


@transaction.atomic
def save_budget_line(*, line: BudgetLine) -> BudgetLine:
    """Write a line; its code only once."""
    if line._state.adding:
        line.save(force_insert=True)
    else:
        line.save(update_fields=LINE_FIELDS)
    return line


@transaction.atomic
def save_cause(*, cause: Cause) -> Cause:
    """Write a cause; a new one gets its account."""
    if cause._state.adding:
        if Cause.objects.filter(name=cause.name).exists():
            raise RewardUnfit("已经有同名的公益项目，请换一个名称或者修改原来的。")
        return open_cause(**{name: getattr(cause, name) for name in CAUSE_FIELDS})
    cause.save(update_fields=CAUSE_FIELDS)
    return cause
