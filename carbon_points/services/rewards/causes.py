"""Public causes, and points that residents give to them."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from carbon_points.models import Account, Cause, Donation, Transfer
from carbon_points.models.ledger import MOST_POINTS
from carbon_points.refusals import KeyReused
from carbon_points.refusals.rewards import CauseClosed
from carbon_points.rules.keys import check_key
from carbon_points.rules.rewards import check_points
from carbon_points.selectors.causes import cause_named
from carbon_points.selectors.validity import usable_accounts
from carbon_points.services import ledger
from carbon_points.services.rewards.payment import pay_oldest
from core import clock
from core.refusals import Refused


@transaction.atomic
def open_cause(*, name: str, summary: str, **values: Any) -> Cause:
    """The cause of a name, with an account of its own; an existing one stays as staff left it.

    `values` are further fields of Cause.
    """
    there = Cause.objects.filter(name=name).first()
    if there is not None:
        return there
    account = ledger.open_account(code=f"cause:{secrets.token_hex(8)}", kind=Account.Kind.DONATED)
    return Cause.objects.create(name=name, summary=summary, account=account, **values)


@transaction.atomic
def donate(
    *, resident: User, cause_id: int, points: int, request_key: str, now: datetime | None = None
) -> Donation:
    """Give points to a cause, the oldest first. The same request_key gives back the first donation.

    Raises CauseClosed, NotEnoughPoints, KeyReused or NotFound, and then nothing has changed.
    """
    now = now or clock.now()
    check_key(request_key)
    accounts = ledger.lock_accounts(resident=resident, now=now)
    earlier = Donation.objects.filter(resident=resident, request_key=request_key).first()
    if earlier is not None:
        if (earlier.cause_id, earlier.points) != (cause_id, points):
            raise KeyReused("这个请求标识已经用于另一次捐赠，请换一个标识再提交。")
        return earlier
    cause = cause_named(cause_id)
    if not cause.is_open:
        raise CauseClosed("这个公益项目已经结束，谢谢您，请看看其他项目。")
    if not 1 <= points <= MOST_POINTS:
        raise Refused("请填写要捐的积分，最少1分。", code="wrong_points", status=422)
    purse = usable_accounts(accounts, timezone.localdate(now))
    check_points(points, sum(account.balance for account in purse))
    donation = Donation.objects.create(
        resident=resident, cause=cause, points=points, request_key=request_key, at=now
    )
    fund = ledger.lock_shared(code=cause.account.code, kind=Account.Kind.DONATED)
    pay_oldest(purse, fund, points, kind=Transfer.Kind.DONATE, source=f"donate:{donation.pk}", at=now)
    return donation
