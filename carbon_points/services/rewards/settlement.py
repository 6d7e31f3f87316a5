"""Closing a merchant's month: how many vouchers and points, and a fingerprint of the lines."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import Organisation, User
from carbon_points.models import Settlement
from carbon_points.refusals.rewards import MonthNotOver
from carbon_points.rules.statements import SETTLED_AFTER, fingerprint, first_day_after
from carbon_points.selectors.statements import statement_lines
from core import clock
from core.clock import midnight


@transaction.atomic
def close_month(
    *, merchant: Organisation, month: date, by: User | None, now: datetime | None = None
) -> Settlement:
    """Settle the month of a day; closed twice, it gives the first settlement. Raises MonthNotOver."""
    now = now or clock.now()
    if now < midnight(first_day_after(month)) + SETTLED_AFTER:
        raise MonthNotOver("这个月还没有结束，请在下个月1日0点10分以后再结算。")
    lines = statement_lines(merchant.pk, month)
    settlement, _ = Settlement.objects.get_or_create(
        merchant=merchant,
        month=month.replace(day=1),
        defaults={
            "vouchers": len(lines),
            "points": sum(line.points for line in lines),
            "lines_sha256": fingerprint(lines),
            "closed_by": by,
            "closed_at": now,
        },
    )
    return settlement
