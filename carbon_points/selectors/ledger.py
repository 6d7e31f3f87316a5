"""Reads of the ledger: balances and seals."""

from datetime import date

from django.db.models import QuerySet, Sum

from accounts.models import User
from carbon_points.models import Account, Seal


def balance_of(resident: User) -> int:
    """The points that a resident has, over all half-years."""
    total = Account.objects.filter(owner=resident, kind=Account.Kind.RESIDENT).aggregate(sum=Sum("balance"))
    return total["sum"] or 0


def seals(*, limit: int, before: date | None = None) -> list[Seal]:
    """The newest seals first; only those of days before `before`, if given."""
    rows = Seal.objects.order_by("-day")
    if before is not None:
        rows = rows.filter(day__lt=before)
    return list(rows[:limit])


def all_seals() -> QuerySet[Seal]:
    """Every seal, newest first."""
    return Seal.objects.order_by("-day")


def seal_of(day: date) -> Seal | None:
    """The seal of one day; None while it has none."""
    return Seal.objects.filter(day=day).first()


def head() -> Seal | None:
    """The newest seal: who keeps its hash can prove every day before it."""
    return Seal.objects.order_by("-day").first()
