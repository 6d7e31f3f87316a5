"""What rewards cost the city: budgets by month, what is still owed to residents, how fast points are used."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from carbon_points.models import Account, BudgetLine, BudgetMonth, Donation, Voucher

# Open data and the staff's page look back two years.
MONTHS_SHOWN = 24


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A line in a month, in points: what may be redeemed, what waits or was used, what came back unused."""

    line: BudgetLine
    month: date
    points: int
    committed: int
    redeemed: int
    returned: int


@dataclass(frozen=True, slots=True)
class BurnRow:
    """Points in a month: used for rewards, given to causes."""

    month: date
    settled: int
    donated: int


def budget_rows(*, months: int = MONTHS_SHOWN) -> list[BudgetRow]:
    """Every line's newest months, latest first. Two queries."""
    shown = list(BudgetMonth.objects.order_by("-month").values_list("month", flat=True).distinct()[:months])
    rows = BudgetMonth.objects.filter(month__in=shown).select_related("line")
    used = Sum("vouchers__price", filter=Q(vouchers__state=Voucher.State.REDEEMED), default=0)
    back = Sum("vouchers__price", filter=Q(vouchers__state__in=["cancelled", "expired"]), default=0)
    return [
        BudgetRow(
            line=row.line,
            month=row.month,
            points=row.points,
            committed=row.committed,
            redeemed=row.redeemed,
            returned=row.returned,
        )
        for row in rows.annotate(redeemed=used, returned=back).order_by("-month", "line__code")
    ]


def liability() -> tuple[int, int]:
    """Points that residents hold, and points that wait in vouchers. One query."""
    kinds = [Account.Kind.RESIDENT, Account.Kind.ESCROW]
    sums = Account.objects.filter(kind__in=kinds).aggregate(
        held=Sum("balance", filter=Q(kind=Account.Kind.RESIDENT), default=0),
        waiting=Sum("balance", filter=Q(kind=Account.Kind.ESCROW), default=0),
    )
    return sums["held"], sums["waiting"]


def expired_points() -> int:
    """Points that expired, ever. One query over a few rows."""
    rows = Account.objects.filter(kind=Account.Kind.EXPIRED)
    return int(rows.aggregate(sum=Sum("balance", default=0))["sum"])


def burn_rows(*, months: int = MONTHS_SHOWN) -> list[BurnRow]:
    """The newest months in which anything was used or given, latest first. Two queries."""
    used = Voucher.objects.filter(state=Voucher.State.REDEEMED)
    settled = _by_month(used, "redeemed_at", "price")
    donated = _by_month(Donation.objects.all(), "at", "points")
    return [
        BurnRow(month=month, settled=settled.get(month, 0), donated=donated.get(month, 0))
        for month in sorted({*settled, *donated}, reverse=True)[:months]
    ]


def _by_month(rows: QuerySet[Any], moment: str, points: str) -> dict[date, int]:
    sums = rows.order_by().annotate(month=TruncMonth(moment)).values_list("month").annotate(sum=Sum(points))
    return {timezone.localdate(month): total for month, total in sums}
