"""What is there to be had: rewards, their pieces, and who waits for more."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.models import Organisation, User
from carbon_points.models import BudgetLine, Reward, StockAlert, StockChange
from carbon_points.refusals.rewards import StockRefused
from carbon_points.selectors.offers import reward_on
from core import clock, jobs
from messaging.models import Message
from messaging.services import Notice, notify_many

MOST_PIECES = 1_000_000
LONGEST_REASON = 120


@transaction.atomic
def ensure_reward(
    *, name: str, provider: Organisation, budget_line: BudgetLine, opens_on: date, **values: Any
) -> Reward:
    """The provider's reward of this name, made when not there; an existing one stays as staff left it.

    `values` are further fields of Reward.
    """
    reward, _ = Reward.objects.get_or_create(
        name=name, provider=provider, defaults={"budget_line": budget_line, "opens_on": opens_on, **values}
    )
    return reward


@transaction.atomic
def add_stock(
    *, reward: Reward, change: int, reason: str, by: User | None, now: datetime | None = None
) -> StockChange:
    """Bring pieces in, or take some out (`change` below 0). Raises StockRefused, and nothing has changed.

    Who waits for a sold-out reward is told once.
    """
    now = now or clock.now()
    reason = " ".join(reason.split())
    if not change or abs(change) > MOST_PIECES:
        raise StockRefused("请填写增加或减少的数量，不能是0。")
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise StockRefused(f"请写明库存变动的原因，最多{LONGEST_REASON}个字。")
    row = StockChange.objects.create(reward=reward, change=change, reason=reason, made_by=by, at=now)
    # Last: everybody who wants this reward waits for its row.
    enough = Reward.objects.filter(pk=reward.pk, stock_left__gte=-change)
    if not enough.update(stock_left=F("stock_left") + change):
        raise StockRefused("剩下的没有这么多，不能减到0以下，请先看看还剩多少。")
    if change > 0:
        jobs.enqueue("carbon_points.tasks.tell_of_stock", key=f"tell_of_stock:{row.pk}", reward_id=reward.pk)
    return row


@transaction.atomic
def ask_for_stock(*, resident: User, reward_id: int) -> StockAlert:
    """Tell this resident when there are pieces again; asked twice, told once. Raises NotFound."""
    reward = reward_on(reward_id, clock.today())
    alert, _ = StockAlert.objects.get_or_create(reward=reward, resident=resident, told_at=None)
    return alert


@transaction.atomic
def tell_of_stock(*, reward_id: int, now: datetime | None = None) -> int:
    """Tell everybody who waits for a reward; how many. Nothing while none is left."""
    now = now or clock.now()
    reward = Reward.objects.get(pk=reward_id)
    if reward.stock_left <= 0:
        return 0
    waiting = list(
        StockAlert.objects.select_for_update(no_key=True, of=("self",))
        .filter(reward=reward, told_at=None, resident__is_active=True)
        .order_by("pk")
    )
    notify_many(
        Notice(
            user_id=alert.resident_id,
            kind=Message.Kind.REWARD,
            title=f"又有了：{reward.name}",
            body="您等的奖励到货了，数量有限，需要的话可以去看看。",
            url=f"/rewards/{reward.pk}/",
            key=f"stock:{alert.pk}",
        )
        for alert in waiting
    )
    return StockAlert.objects.filter(pk__in=[alert.pk for alert in waiting]).update(told_at=now)
