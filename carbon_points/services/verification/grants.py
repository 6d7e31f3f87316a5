"""R14: points by hand. Each approved grant was paid once, in full, to its resident; nothing else was."""

from collections.abc import Iterator

from carbon_points.models import Account, Grant, Transfer
from carbon_points.models.ledger import ISSUER_ID
from carbon_points.services.verification.difference import Difference


def grant_differences() -> Iterator[Difference]:
    """Both ways: from the grants to their transfers, and from the transfers to their grants."""
    paid = {
        source: row
        for source, *row in Transfer.objects.filter(kind=Transfer.Kind.GRANT)
        .order_by("pk")
        .values_list("source", "points", "debit_id", "credit__kind", "credit__owner_id", "pk")
    }
    for grant in Grant.objects.order_by("pk").iterator(chunk_size=1000):
        transfer = paid.pop(f"grant:{grant.pk}", None)
        yield from _people(grant)
        if grant.state != Grant.State.APPROVED:
            if transfer is not None:
                yield Difference("R14", f"grant {grant.pk}", f"is {grant.state}, but was paid")
        elif transfer is None:
            yield Difference("R14", f"grant {grant.pk}", f"{grant.points} points were never paid")
        else:
            yield from _payment(grant, *transfer)
    for source, row in paid.items():
        yield Difference("R14", f"transfer {row[-1]}", f"{source} was paid without a grant")


def _people(grant: Grant) -> Iterator[Difference]:
    if grant.state != Grant.State.REQUESTED and (
        grant.decided_by_id is None
        or grant.decided_by_id == grant.requested_by_id
        or grant.resident_id in {grant.decided_by_id, grant.requested_by_id}
    ):
        yield Difference("R14", f"grant {grant.pk}", "was not decided by a second person")


def _payment(
    grant: Grant, points: int, debit_id: int, kind: str, owner_id: int | None, transfer_id: int
) -> Iterator[Difference]:
    where = f"grant {grant.pk}"
    if points != grant.points:
        yield Difference(
            "R14", where, f"{grant.points} points were granted, transfer {transfer_id} paid {points}"
        )
    if debit_id != ISSUER_ID or kind != Account.Kind.RESIDENT or owner_id != grant.resident_id:
        yield Difference("R14", where, f"transfer {transfer_id} did not go from the issuer to its resident")
