"""What a merchant handed over in a month, out of the ledger itself."""

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from accounts.models import Organisation
from carbon_points.models import Settlement, Transfer, Voucher
from carbon_points.rules.statements import StatementLine, first_day_after
from core.clock import midnight
from core.refusals import NotFound

_MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])", re.ASCII)


def statement_lines(merchant_id: int, month: date) -> list[StatementLine]:
    """Every use in the month of a day that was not taken back, in the order of the ledger. Two queries."""
    used = Transfer.objects.filter(
        kind=Transfer.Kind.SETTLE,
        credit__code=f"merchant:{merchant_id}",
        at__gte=midnight(month.replace(day=1)),
        at__lt=midnight(first_day_after(month)),
        reversal=None,
    )
    rows = list(used.order_by("pk").values_list("pk", "debit", "points", "at"))
    found = Voucher.objects.filter(escrow__in=[escrow for _, escrow, _, _ in rows])
    vouchers = {row[0]: row[1:] for row in found.values_list("escrow", "pk", "reward", "reward__name")}
    lines = []
    for pk, escrow, points, at in rows:
        voucher_id, reward_id, reward = vouchers.get(escrow, (0, 0, ""))
        lines.append(StatementLine(pk, voucher_id, reward_id, reward, points, at))
    return lines


def settlements_of(merchant: Organisation) -> QuerySet[Settlement]:
    """Closed months of a merchant, the latest first."""
    return Settlement.objects.filter(merchant=merchant).order_by("-month")


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month of a merchant: uses and points; `settled` once it is closed."""

    month: date
    vouchers: int
    points: int
    settled: Settlement | None


def month_rows(merchant: Organisation) -> list[MonthRow]:
    """Every month in which something was handed over, the latest first. Two queries."""
    used = Voucher.objects.filter(reward__provider=merchant, state=Voucher.State.REDEEMED).order_by()
    sums = (
        used.annotate(month=TruncMonth("redeemed_at"))
        .values_list("month")
        .annotate(vouchers=Count("pk"), points=Sum("price"))
    )
    settled = {row.month: row for row in settlements_of(merchant)}
    found = [(timezone.localdate(at), vouchers, points) for at, vouchers, points in sums]
    return [
        MonthRow(day, vouchers, points, settled.get(day)) for day, vouchers, points in sorted(found)[::-1]
    ]


def month_named(text: str) -> date:
    """The first day of 2026-11. Raises NotFound for what is no month."""
    if not _MONTH.fullmatch(text):
        raise NotFound("没有这个月份，请到对账单列表里选择。")
    return date(int(text[:4]), int(text[5:]), 1)
