"""What goes when a resident leaves: vouchers are given back, points are burnt, nobody is told anything."""

from datetime import datetime

from accounts.erasing import on_erasure
from accounts.models import User
from carbon_points.models import Account, StockAlert, Transfer, Voucher
from carbon_points.services import ledger
from carbon_points.services.expiry import expired_account
from carbon_points.services.rewards.returns import give_back, lock_vouchers


@on_erasure("carbon_points.rewards")
def forget_points(*, user: User, now: datetime) -> None:
    """Give unused vouchers back, burn every point that is left, end what waits."""
    own = list(Account.objects.filter(owner=user).values_list("pk", flat=True))
    waiting = {"resident": user, "state": Voucher.State.ISSUED}
    vouchers = lock_vouchers(**waiting)
    ledger.lock_by_key(own)
    # A voucher taken in the meantime is there now; with the accounts held, no other can come.
    vouchers += [one for one in lock_vouchers(**waiting) if one not in vouchers]
    if vouchers:
        give_back(vouchers, state=Voucher.State.CANCELLED, by=user, now=now)
    for account in ledger.lock_by_key(own):
        if account.balance:
            ledger.move(
                debit=account,
                credit=expired_account(account.bucket),
                points=account.balance,
                kind=Transfer.Kind.ERASE,
                source=f"erase:{account.pk}",
                at=now,
            )
    StockAlert.objects.filter(resident=user).delete()
