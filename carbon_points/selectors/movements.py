"""Movements of a resident's points, named as people know them: the action, the reward, the cause."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from carbon_points.models import Account, ActionLog, Donation, Grant, Transfer, Voucher

EVERYTHING, IN, OUT, OTHER = "all", "in", "out", "other"
# What each filter of the page shows.
KINDS = {
    IN: (Transfer.Kind.EARN, Transfer.Kind.GRANT),
    OUT: (Transfer.Kind.REDEEM, Transfer.Kind.DONATE),
    OTHER: (Transfer.Kind.REVERSE, Transfer.Kind.EXPIRE, Transfer.Kind.WRITE_OFF, Transfer.Kind.ERASE),
}
# Where the name of a movement is found: by the kind with which its source begins.
_NAMES: dict[str, tuple[Any, str]] = {
    "earn": (ActionLog, "action__name"),
    "writeoff": (ActionLog, "action__name"),
    "redeem": (Voucher, "reward__name"),
    "donate": (Donation, "cause__name"),
    "grant": (Grant, "reason"),
}
# A reversal is called after what it takes back.
_TAKEN_BACK = {"redeem": "退回"}


@dataclass(frozen=True, slots=True)
class TransferRow:
    """One movement of a resident's points, with the sign that it has for them."""

    id: int
    at: datetime
    kind: str
    label: str
    points: int


def transfers_of(user: User, show: str = EVERYTHING) -> QuerySet[Transfer]:
    """Movements of a resident's points, latest first: all, or those of a filter."""
    own = list(Account.objects.filter(owner=user).values_list("pk", flat=True))
    mine = Transfer.objects.filter(Q(debit__in=own) | Q(credit__in=own))
    if show in KINDS:
        mine = mine.filter(kind__in=KINDS[show])
    return mine.select_related("debit", "credit", "reverses").order_by("-pk")


def transfer_rows(transfers: Iterable[Transfer], user: User) -> list[TransferRow]:
    """Movements seen from their owner: what came in is positive. One query for each sort of name at most."""
    rows = list(transfers)
    names = _names(rows)
    return [
        TransferRow(
            id=transfer.pk,
            at=transfer.at,
            kind=transfer.kind,
            label=_label(transfer, names),
            points=transfer.points if transfer.credit.owner_id == user.pk else -transfer.points,
        )
        for transfer in rows
    ]


def _names(rows: list[Transfer]) -> dict[tuple[Any, int], str]:
    """The names of all logs, vouchers, gifts and grants that these movements stand for."""
    wanted: dict[tuple[Any, str], set[int]] = {}
    for transfer in rows:
        kind, number = _origin(transfer)
        if kind in _NAMES:
            wanted.setdefault(_NAMES[kind], set()).add(number)
    return {
        (model, pk): name
        for (model, column), ids in wanted.items()
        for pk, name in model.objects.filter(pk__in=ids).values_list("pk", column)
    }


def _origin(transfer: Transfer) -> tuple[str, int]:
    """What a movement is for, or what it takes back: the kind and the number of redeem:42:7."""
    kind, _, rest = (transfer.reverses or transfer).source.partition(":")
    number = rest.partition(":")[0]
    return kind, int(number) if number.isdecimal() else 0


def _label(transfer: Transfer, names: dict[tuple[Any, int], str]) -> str:
    kind, number = _origin(transfer)
    word = transfer.get_kind_display()
    if transfer.kind == Transfer.Kind.REVERSE:
        word = _TAKEN_BACK.get(kind, word)
    if transfer.kind == Transfer.Kind.EXPIRE:
        return f"{word}：{_half_year(transfer.debit.bucket)}得到的积分"
    name = names.get((_NAMES[kind][0], number), "") if kind in _NAMES else ""
    return f"{word}：{name}" if name else word


def _half_year(bucket: str) -> str:
    """2026年上半年, for 2026H1."""
    return f"{bucket[:4]}年{'上' if bucket.endswith('H1') else '下'}半年"
