"""The only writers of the ledger: opening accounts, moving points, taking a transfer back."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from accounts.models import User
from carbon_points.models import Account, Transfer
from carbon_points.models.ledger import ISSUER_ID
from carbon_points.refusals import PointsSpent
from carbon_points.rules.periods import bucket_of


def lock_accounts(*, resident: User, now: datetime) -> list[Account]:
    """Hold all point accounts of one resident until the transaction ends, the one for `now` last.

    Everything that one resident does is therefore done one after the other. Rows are taken in key order, so
    that two transactions never wait for each other; NO KEY UPDATE lets foreign keys be checked meanwhile.
    """
    bucket = bucket_of(timezone.localdate(now))
    accounts = _lock(owner=resident)
    if not any(account.bucket == bucket for account in accounts):
        # Two first logs at once: the second waits here for the first, then finds its account.
        Account.objects.bulk_create(
            [
                Account(
                    code=f"resident:{resident.pk}:{bucket}",
                    kind=Account.Kind.RESIDENT,
                    owner=resident,
                    bucket=bucket,
                )
            ],
            ignore_conflicts=True,
        )
        accounts = _lock(owner=resident)
    return sorted(accounts, key=lambda account: (account.bucket == bucket, account.pk))


def lock_by_key(ids: Iterable[int]) -> list[Account]:
    """Hold these accounts, in key order. The issuer is never among them."""
    return _lock(pk__in=set(ids) - {ISSUER_ID})


def open_account(*, code: str, kind: str) -> Account:
    """A new account that nobody else can know of yet, so that it needs no lock."""
    return Account.objects.create(code=code, kind=kind)


def lock_shared(*, code: str, kind: str) -> Account:
    """Hold an account that many residents' points flow into, opened at its first use.

    Lock the residents' accounts before it: whoever holds a shared one must not wait for a resident's.
    """
    held = _lock(code=code)
    if not held:
        Account.objects.bulk_create([Account(code=code, kind=kind)], ignore_conflicts=True)
        held = _lock(code=code)
    return held[0]


def earn(*, account: Account, points: int, log_id: int, at: datetime) -> Transfer:
    """Pay for a log. The account must be locked."""
    return move(
        debit=None, credit=account, points=points, kind=Transfer.Kind.EARN, source=f"earn:{log_id}", at=at
    )


def move(
    *, debit: Account | None, credit: Account | None, points: int, kind: str, source: str, at: datetime
) -> Transfer:
    """Move points; None is the issuer. Both accounts must be locked; the database moves their balances."""
    return Transfer.objects.create(
        debit_id=ISSUER_ID if debit is None else debit.pk,
        credit_id=ISSUER_ID if credit is None else credit.pk,
        points=points,
        kind=kind,
        source=source,
        debit_sequence=_next(debit),
        credit_sequence=_next(credit),
        at=at,
    )


def reverse(*, transfer: Transfer, locked: Iterable[Account], at: datetime) -> Transfer:
    """Move the points of a transfer back. Raises PointsSpent when they are no longer there.

    `locked` holds the transfer's accounts, except the issuer.
    """
    held = {account.pk: account for account in locked}
    debit, credit = held.get(transfer.credit_id), held.get(transfer.debit_id)
    if debit is not None and debit.balance < transfer.points:
        raise PointsSpent("这次行动的积分已经用掉了，不能撤销。")
    return Transfer.objects.create(
        debit_id=transfer.credit_id,
        credit_id=transfer.debit_id,
        points=transfer.points,
        kind=Transfer.Kind.REVERSE,
        source=f"reverse:{transfer.pk}",
        reverses=transfer,
        debit_sequence=_next(debit),
        credit_sequence=_next(credit),
        at=at,
    )


def _lock(**conditions: object) -> list[Account]:
    return list(Account.objects.select_for_update(no_key=True).filter(**conditions).order_by("pk"))


def _next(account: Account | None) -> int | None:
    """The account's next step; counted on the object too, for a second transfer in the same transaction."""
    if account is None:
        return None
    account.sequence += 1
    return account.sequence
