"""The points of one resident: how many, and which are the next to run out."""

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import User
from carbon_points.models import Account
from carbon_points.rules.expiry import NOTICE_DAYS
from carbon_points.selectors.validity import usable_days
from core import clock


@dataclass(frozen=True, slots=True)
class Purse:
    """`points` can be used today; `next_points` of them only until `next_day`, which is `soon` or far."""

    points: int
    next_points: int
    next_day: date | None
    soon: bool


def purse_of(resident: User, today: date | None = None) -> Purse:
    """What somebody can spend. Two queries, three when points came back late; one without points."""
    today = today or clock.today()
    held = usable_days(Account.objects.filter(owner=resident, kind=Account.Kind.RESIDENT), today)
    if not held:
        return Purse(points=0, next_points=0, next_day=None, soon=False)
    first = min(day for _, day in held)
    return Purse(
        points=sum(account.balance for account, _ in held),
        next_points=sum(account.balance for account, day in held if day == first),
        next_day=first,
        soon=first <= today + timedelta(days=max(NOTICE_DAYS)),
    )
