"""Vouchers as their owner and the desk see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, IntegerField, QuerySet, Value, When

from accounts.models import User
from carbon_points.models import Voucher
from carbon_points.rules.voucher_codes import MINUTES_TO_TAKE_BACK
from carbon_points.selectors.rewards import vouchers_of
from core import clock

CHIPS = {
    Voucher.State.ISSUED: "",
    Voucher.State.REDEEMED: "quiet",
    Voucher.State.CANCELLED: "quiet",
    Voucher.State.EXPIRED: "quiet",
}


@dataclass(frozen=True, slots=True)
class VoucherRow:
    """A voucher in words. It is `ready` while the desk would take it, `over` from the moment it would not."""

    voucher: Voucher
    ready: bool
    state: str
    chip: str
    chip_kind: str


def my_vouchers(resident: User) -> QuerySet[Voucher]:
    """A resident's vouchers and those of whom they keep: those that wait first, then the latest."""
    waiting = Case(
        When(state=Voucher.State.ISSUED, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    return vouchers_of(resident).order_by(waiting, "-pk")


def waiting_vouchers(resident: User) -> int:
    """How many vouchers can still be used. One query."""
    ready = vouchers_of(resident).filter(state=Voucher.State.ISSUED, valid_until__gte=clock.now())
    return ready.aggregate(count=Count("pk"))["count"] or 0


def voucher_rows(vouchers: Iterable[Voucher]) -> list[VoucherRow]:
    """Each as people see it now. No query."""
    now = clock.now()
    return [voucher_row(voucher, now) for voucher in vouchers]


def voucher_row(voucher: Voucher, now: datetime | None = None) -> VoucherRow:
    """A voucher past its last day is over, although the nightly work has not given it back yet."""
    state = Voucher.State(voucher.state)
    if state == Voucher.State.ISSUED and (now or clock.now()) > voucher.valid_until:
        state = Voucher.State.EXPIRED
    ready = state == Voucher.State.ISSUED
    return VoucherRow(voucher, ready, state.value, state.label, CHIPS[state])


def can_take_back(voucher: Voucher, now: datetime | None = None) -> bool:
    """Whether the desk may still take this use back."""
    used = voucher.redeemed_at
    return used is not None and (now or clock.now()) <= used + timedelta(minutes=MINUTES_TO_TAKE_BACK)
