"""What a merchant handed over in a month, out of the ledger itself."""

from datetime import date

from django.db.models import QuerySet

from accounts.models import Organisation
from carbon_points.models import Settlement, Transfer, Voucher
from carbon_points.rules.statements import StatementLine, first_day_after
from carbon_points.selectors.transfers import midnight


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
    vouchers = {
        escrow: rest
        for escrow, *rest in Voucher.objects.filter(escrow__in=[row[1] for row in rows]).values_list(
            "escrow", "pk", "reward", "reward__name"
        )
    }
    return [
        StatementLine(pk, *vouchers.get(escrow, (0, 0, "")), points=points, at=at)
        for pk, escrow, points, at in rows
    ]


def settlements_of(merchant: Organisation) -> QuerySet[Settlement]:
    """Closed months of a merchant, the latest first."""
    return Settlement.objects.filter(merchant=merchant).order_by("-month")
