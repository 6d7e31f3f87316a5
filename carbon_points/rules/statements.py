"""The lines of a merchant's month, and the fingerprint that a settlement keeps of them."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from carbon_points.rules.periods import month_of

# Uses can be taken back for five minutes; after ten, nothing of the month can change any more.
SETTLED_AFTER = timedelta(minutes=10)


class StatementLine(NamedTuple):
    """One reward that was handed over. `at` is when; points are the merchant's."""

    transfer_id: int
    voucher_id: int
    reward_id: int
    reward: str
    points: int
    at: datetime


def fingerprint(lines: Iterable[StatementLine]) -> str:
    """SHA-256, in hex, over a line for each: numbers joined by |, the time in UTC; names may change."""
    digest = hashlib.sha256()
    for line in lines:
        time = line.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        text = f"{line.transfer_id}|{line.voucher_id}|{line.reward_id}|{line.points}|{time}\n"
        digest.update(text.encode())
    return digest.hexdigest()


def first_day_after(month: date) -> date:
    """The day on which the next month begins."""
    return month_of(month)[1] + timedelta(days=1)
