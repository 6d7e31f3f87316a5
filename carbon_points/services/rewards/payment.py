"""Paying out of a resident's points."""

from collections.abc import Sequence
from datetime import datetime

from carbon_points.models import Account, Transfer
from carbon_points.rules.rewards import take_oldest
from carbon_points.services import ledger


def pay_oldest(
    purse: Sequence[Account],
    credit: Account,
    points: int,
    *,
    kind: Transfer.Kind,
    source: str,
    at: datetime,
) -> None:
    """Out of the oldest points first, one transfer for each half-year; the accounts are locked.

    The source of each transfer is `source` and the account it came from. ValueError when points are missing.
    """
    held = {account.pk: account for account in purse}
    for pk, part in take_oldest([(account.pk, account.balance) for account in purse], points):
        ledger.move(debit=held[pk], credit=credit, points=part, kind=kind, source=f"{source}:{pk}", at=at)
