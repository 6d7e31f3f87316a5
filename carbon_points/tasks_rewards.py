"""Work on rewards that happens by itself: vouchers past their day, news for those who wait."""

from collections.abc import Callable
from functools import partial

from celery import shared_task

from carbon_points.services import rewards


@shared_task(name="carbon_points.tasks.tell_of_stock")
def tell_of_stock(reward_id: int) -> Callable[[], object]:
    """Tell who waits for a reward that there are pieces again, together with the job's mark."""
    return partial(rewards.tell_of_stock, reward_id=reward_id)


@shared_task(name="carbon_points.tasks.expire_vouchers")
def expire_vouchers() -> None:
    """Give back every voucher whose last day is over. Repeated or twice at once, each returns once."""
    while rewards.expire_vouchers():
        pass
