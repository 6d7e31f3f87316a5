"""R1 to R3: kept balances and sequences against the sums of the transfers."""

from collections.abc import Iterator

from django.db import connection
from django.db.models import Count, Sum

from carbon_points.models import Account, Transfer
from carbon_points.models.ledger import ISSUER_ID
from carbon_points.services.verification.difference import Difference

# Every transfer has two sides; those of one account are compared with its kept row.
_SUMS = """
WITH side AS (
    SELECT debit_id AS account_id, -points AS points, debit_sequence AS step, id FROM carbon_points_transfer
    UNION ALL
    SELECT credit_id, points, credit_sequence, id FROM carbon_points_transfer
)
SELECT account.code, account.balance, account.sequence, account.last_transfer_id,
       COALESCE(SUM(side.points), 0), COUNT(side.id), COUNT(DISTINCT side.step),
       COALESCE(MIN(side.step), 1), COALESCE(MAX(side.step), 0),
       MAX(CASE WHEN side.step = account.sequence THEN side.id END)
FROM carbon_points_account AS account LEFT JOIN side ON side.account_id = account.id
WHERE account.id <> %s
GROUP BY account.id, account.code, account.balance, account.sequence, account.last_transfer_id
HAVING COALESCE(SUM(side.points), 0) <> account.balance
    OR COUNT(side.id) <> account.sequence
    OR COUNT(DISTINCT side.step) <> account.sequence
    OR COALESCE(MIN(side.step), 1) <> 1
    OR COALESCE(MAX(side.step), 0) <> account.sequence
    OR COALESCE(MAX(CASE WHEN side.step = account.sequence THEN side.id END), 0)
       <> COALESCE(account.last_transfer_id, 0)
ORDER BY account.id
"""


def totals() -> tuple[int, int, int]:
    """Accounts, points held by all of them, and points that the issuer gave and did not get back."""
    kept = Account.objects.exclude(pk=ISSUER_ID).aggregate(rows=Count("pk"), points=Sum("balance"))
    given = Transfer.objects.filter(debit_id=ISSUER_ID).aggregate(sum=Sum("points"))["sum"] or 0
    returned = Transfer.objects.filter(credit_id=ISSUER_ID).aggregate(sum=Sum("points"))["sum"] or 0
    return kept["rows"], kept["points"] or 0, given - returned


def account_differences() -> Iterator[Difference]:
    """R1: balance = sum. R2: the sequence has no gap and ends with the last transfer."""
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, [ISSUER_ID])
        while rows := cursor.fetchmany(1000):
            for row in rows:
                yield from _compare(*row)


def _compare(
    code: str,
    balance: int,
    sequence: int,
    last_transfer_id: int | None,
    points: int,
    rows_found: int,
    steps: int,
    first_step: int,
    last_step: int,
    last_id: int | None,
) -> Iterator[Difference]:
    if balance != points:
        yield Difference("R1", code, f"balance {balance}, transfers add up to {points}")
    if not (sequence == rows_found == steps == last_step and first_step == 1):
        yield Difference(
            "R2", code, f"sequence {sequence}, {rows_found} transfers with steps {first_step} to {last_step}"
        )
    elif last_transfer_id != last_id:
        yield Difference(
            "R2", code, f"last transfer {last_transfer_id}, step {sequence} is transfer {last_id}"
        )
