"""R5 to R7: vouchers against the ledger, against the stock and against the month's budget."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, DateField, F, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, TruncMonth

from carbon_points.models import Account, BudgetMonth, Reward, StockChange, Transfer, Voucher
from carbon_points.services.verification.difference import Difference

PAGE = 1000
LIVE = [Voucher.State.ISSUED, Voucher.State.REDEEMED]

# What came into and went out of each voucher's own account, by what it was for.
_VOUCHERS = """
WITH side AS (
    SELECT voucher.id AS voucher_id, moved.id, moved.points, moved.source, moved.debit_id, moved.kind,
           1 AS sign
    FROM carbon_points_voucher AS voucher
    JOIN carbon_points_transfer AS moved ON moved.credit_id = voucher.escrow_id
    UNION ALL
    SELECT voucher.id, moved.id, moved.points, moved.source, moved.debit_id, moved.kind, -1
    FROM carbon_points_voucher AS voucher
    JOIN carbon_points_transfer AS moved ON moved.debit_id = voucher.escrow_id
), moves AS (
    SELECT side.voucher_id,
        SUM(CASE WHEN side.sign = 1 AND side.kind = 'redeem' THEN side.points ELSE 0 END) AS paid,
        SUM(CASE WHEN side.sign = -1 AND side.kind = 'settle' THEN 1 ELSE 0 END) AS uses,
        SUM(CASE WHEN side.sign = 1 AND side.kind = 'reverse' THEN 1 ELSE 0 END) AS unused,
        SUM(CASE WHEN side.sign = -1 AND side.kind = 'reverse' THEN side.points ELSE 0 END) AS returned,
        SUM(CASE
            WHEN side.kind = 'reverse' THEN 0
            WHEN side.sign = 1 AND side.kind = 'redeem' AND payer.owner_id = voucher.resident_id
                AND side.source = 'redeem:' || voucher.id || ':' || side.debit_id THEN 0
            WHEN side.sign = -1 AND side.kind = 'settle' AND side.points = voucher.price
                AND side.source LIKE 'settle:' || voucher.id || ':%%'
                AND payee.code = 'merchant:' || reward.provider_id THEN 0
            ELSE 1
        END) AS strange
    FROM side
    JOIN carbon_points_voucher AS voucher ON voucher.id = side.voucher_id
    JOIN carbon_points_reward AS reward ON reward.id = voucher.reward_id
    JOIN carbon_points_transfer AS moved ON moved.id = side.id
    JOIN carbon_points_account AS payer ON payer.id = moved.debit_id
    JOIN carbon_points_account AS payee ON payee.id = moved.credit_id
    GROUP BY side.voucher_id
)
SELECT voucher.id, voucher.state, voucher.price, voucher.uses, escrow.kind, escrow.balance,
       COALESCE(moves.paid, 0), COALESCE(moves.uses, 0), COALESCE(moves.unused, 0),
       COALESCE(moves.returned, 0), COALESCE(moves.strange, 0)
FROM carbon_points_voucher AS voucher
JOIN carbon_points_account AS escrow ON escrow.id = voucher.escrow_id
LEFT JOIN moves ON moves.voucher_id = voucher.id
WHERE escrow.kind <> 'escrow'
   OR COALESCE(moves.strange, 0) <> 0
   OR COALESCE(moves.paid, 0) <> voucher.price
   OR COALESCE(moves.uses, 0) <> voucher.uses
   OR COALESCE(moves.uses, 0) - COALESCE(moves.unused, 0)
      <> CASE WHEN voucher.state = 'redeemed' THEN 1 ELSE 0 END
   OR COALESCE(moves.returned, 0)
      <> CASE WHEN voucher.state IN ('cancelled', 'expired') THEN voucher.price ELSE 0 END
   OR escrow.balance <> CASE WHEN voucher.state = 'issued' THEN voucher.price ELSE 0 END
ORDER BY voucher.id
"""


class _Found(NamedTuple):
    """A voucher that does not agree with its transfers."""

    id: int
    state: str
    price: int
    uses: int
    kind: str
    balance: int
    paid: int
    settled: int
    unsettled: int
    returned: int
    strange: int


def reward_differences() -> Iterator[Difference]:
    """Everything that is wrong with vouchers, stock and budgets."""
    with connection.cursor() as cursor:
        cursor.execute(_VOUCHERS, [])
        while rows := cursor.fetchmany(PAGE):
            for row in rows:
                yield from _voucher(_Found(*row))
    yield from _orphans()
    yield from _stock()
    yield from _budgets()


def _voucher(found: _Found) -> Iterator[Difference]:
    """R5: paid once, then waiting, or used, or returned, and nothing else."""
    where = f"voucher {found.id}"
    if found.kind != Account.Kind.ESCROW:
        yield Difference("R5", where, f"its account is one of kind {found.kind}")
    if found.strange:
        yield Difference("R5", where, f"{found.strange} transfers of its account belong to something else")
    if found.paid != found.price:
        yield Difference("R5", where, f"costs {found.price} points, {found.paid} were paid")
    standing = found.settled - found.unsettled
    if found.settled != found.uses or standing != int(found.state == Voucher.State.REDEEMED):
        yield Difference(
            "R5",
            where,
            f"is {found.state} after {found.uses} uses, {found.settled} were settled and "
            f"{found.unsettled} taken back",
        )
    ended = found.state in {Voucher.State.CANCELLED, Voucher.State.EXPIRED}
    if found.returned != (found.price if ended else 0):
        yield Difference("R5", where, f"is {found.state}, {found.returned} points were returned")
    waiting = found.price if found.state == Voucher.State.ISSUED else 0
    if found.balance != waiting:
        yield Difference(
            "R5", where, f"is {found.state}, its account holds {found.balance} instead of {waiting}"
        )


def _orphans() -> Iterator[Difference]:
    """R5: no account of a voucher without voucher, no redemption and no settlement past such an account."""
    lost = Account.objects.filter(kind=Account.Kind.ESCROW, voucher=None).order_by("pk")
    for code, balance in lost.values_list("code", "balance").iterator(PAGE):
        yield Difference("R5", code, f"an escrow with {balance} points and without a voucher")
    past = Q(kind=Transfer.Kind.REDEEM) & ~Q(credit__kind=Account.Kind.ESCROW)
    past |= Q(kind=Transfer.Kind.SETTLE) & ~Q(debit__kind=Account.Kind.ESCROW)
    for pk, kind in Transfer.objects.filter(past).order_by("pk").values_list("pk", "kind").iterator(PAGE):
        yield Difference("R5", f"transfer {pk}", f"a {kind} without a voucher")


def _stock() -> Iterator[Difference]:
    """R6: pieces that came in, less the live vouchers, are what is left."""
    changes = StockChange.objects.filter(reward=OuterRef("pk")).order_by().values("reward")
    live = Voucher.objects.filter(reward=OuterRef("pk"), state__in=LIVE).order_by().values("reward")
    rows = Reward.objects.annotate(
        came=Coalesce(Subquery(changes.annotate(sum=Sum("change")).values("sum")), 0),
        live=Coalesce(Subquery(live.annotate(count=Count("pk")).values("count")), 0),
    )
    wrong = rows.exclude(stock_left=F("came") - F("live")).order_by("pk")
    for pk, left, came, out in wrong.values_list("pk", "stock_left", "came", "live").iterator(PAGE):
        yield Difference("R6", f"reward {pk}", f"{came} pieces came, {out} are out, but {left} are left")


def _budgets() -> Iterator[Difference]:
    """R7: what a month has committed is the price of its live vouchers, each of that very month."""
    prices = Voucher.objects.filter(budget=OuterRef("pk"), state__in=LIVE).order_by().values("budget")
    sums = Subquery(prices.annotate(sum=Sum("price")).values("sum"), output_field=IntegerField())
    wrong = BudgetMonth.objects.annotate(live=Coalesce(sums, 0)).exclude(committed=F("live")).order_by("pk")
    for line, month, committed, live in wrong.values_list("line__code", "month", "committed", "live"):
        where = f"budget {line} {month:%Y-%m}"
        yield Difference("R7", where, f"{committed} points committed, live vouchers cost {live}")
    vouchers = Voucher.objects.annotate(month=TruncMonth("issued_at", output_field=DateField()))
    stray = vouchers.exclude(budget__month=F("month")).order_by("pk")
    for pk in stray.values_list("pk", flat=True).iterator(PAGE):
        yield Difference("R7", f"voucher {pk}", "stands in the budget of another month")
