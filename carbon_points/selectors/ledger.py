"""Reads of the ledger: balances and seals."""

from django.db.models import Sum

from accounts.models import User
from carbon_points.models import Account, Seal


def balance_of(resident: User) -> int:
    """The points that a resident has, over all half-years."""
    total = Account.objects.filter(owner=resident, kind=Account.Kind.RESIDENT).aggregate(sum=Sum("balance"))
    return total["sum"] or 0


def seals(*, limit: int = 400) -> list[Seal]:
    """The newest seals first."""
    return list(Seal.objects.order_by("-day")[:limit])


def head() -> Seal | None:
    """The newest seal: who keeps its hash can prove every day before it."""
    return Seal.objects.order_by("-day").first()
