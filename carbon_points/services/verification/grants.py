"""R14: points by hand. Each approved grant was paid once, in full, to its resident; nothing else was."""

from collections.abc import Iterator
from typing import NamedTuple

from carbon_points.models import Account, Grant, Transfer
from carbon_points.models.ledger import ISSUER_ID
from carbon_points.services.verification.difference import Difference


class _Paid(NamedTuple):
    """A transfer of kind grant, with its ends."""

    source: str
    points: int
    debit_id: int
    credit__kind: str
    credit__owner_id: int | None
    pk: int


def grant_differences() -> Iterator[Difference]:
    """Both ways: from the grants to their transfers, and from the transfers to their grants."""
    rows = Transfer.objects.filter(kind=Transfer.Kind.GRANT).order_by("pk").values_list(*_Paid._fields)
    paid = {row[0]: _Paid(*row) for row in rows}
    for grant in Grant.objects.order_by("pk").iterator(chunk_size=1000):
        transfer = paid.pop(f"grant:{grant.pk}", None)
        yield from _people(grant)
        if grant.state != Grant.State.APPROVED:
            if transfer is not None:
                yield Difference("R14", f"grant {grant.pk}", f"is {grant.state}, but was paid")
        elif transfer is None:
            yield Difference("R14", f"grant {grant.pk}", f"{grant.points} points were never paid")
        else:
            yield from _payment(grant, transfer)
    for transfer in paid.values():
        yield Difference("R14", f"transfer {transfer.pk}", f"{transfer.source} was paid without a grant")


def _people(grant: Grant) -> Iterator[Difference]:
    if grant.state != Grant.State.REQUESTED and (
        grant.decided_by_id is None
        or grant.decided_by_id == grant.requested_by_id
        or grant.resident_id in {grant.decided_by_id, grant.requested_by_id}
    ):
        yield Difference("R14", f"grant {grant.pk}", "was not decided by a second person")


def _payment(grant: Grant, paid: _Paid) -> Iterator[Difference]:
    where = f"grant {grant.pk}"
    if paid.points != grant.points:
        yield Difference(
            "R14", where, f"{grant.points} points were granted, transfer {paid.pk} paid {paid.points}"
        )
    ends = (paid.debit_id, paid.credit__kind, paid.credit__owner_id)
    if ends != (ISSUER_ID, Account.Kind.RESIDENT, grant.resident_id):
        yield Difference("R14", where, f"transfer {paid.pk} did not go from the issuer to its resident")
