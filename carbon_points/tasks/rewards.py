"""Work on points and rewards that happens by itself: what is past its day, news for those who wait."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial

from celery import shared_task
from django.utils import timezone

from carbon_points.services import expiry, rewards
from core import clock, jobs

# After the day before has been sealed, and when people are awake.
EXPIRE_AT = time(0, 40)
TELL_AT = time(9, 30)


@shared_task(name="carbon_points.tasks.schedule_expiry")
def schedule_expiry() -> None:
    """Write tomorrow's jobs, once: called every hour, it finds them already there."""
    tomorrow = clock.today() + timedelta(days=1)
    for task, at in (("expire_points", EXPIRE_AT), ("tell_of_expiry", TELL_AT)):
        jobs.enqueue(
            f"carbon_points.tasks.{task}",
            key=f"{task}:{tomorrow}",
            run_at=timezone.make_aware(datetime.combine(tomorrow, at)),
        )


@shared_task(name="carbon_points.tasks.expire_points")
def expire_points() -> None:
    """Empty every account past its last day. Repeated or by several workers at once, each is emptied once."""
    expiry.expire_points()


@shared_task(name="carbon_points.tasks.tell_of_expiry")
def tell_of_expiry() -> None:
    """Tell who has points that end in 30 or 7 days; each is told once."""
    expiry.tell_of_expiry()


@shared_task(name="carbon_points.tasks.tell_of_stock")
def tell_of_stock(reward_id: int) -> Callable[[], object]:
    """Tell who waits for a reward that there are pieces again, together with the job's mark."""
    return partial(rewards.tell_of_stock, reward_id=reward_id)


@shared_task(name="carbon_points.tasks.expire_vouchers")
def expire_vouchers() -> None:
    """Give back every voucher whose last day is over. Repeated or twice at once, each returns once."""
    while rewards.expire_vouchers():
        pass
