"""The register of claims as a table: what was credited to whom by which source, without a name or number."""

from collections.abc import Iterator

from django.utils import timezone

from carbon_points.models import Claim
from core.text import harmless

PAGE = 1000
COLUMNS = (
    *("claim", "fingerprint", "behaviour", "source", "occurred_at", "made_at", "released_at"),
    *("log", "action", "quantity", "unit", "done_on", "tier", "milligrams", "points", "partner_record"),
)


def claim_lines() -> Iterator[list[str]]:
    """The names of the columns, then a line for each claim in the order in which they were made.

    A page at a time, so that a million claims need no more memory than a thousand. No cell is a formula.
    """
    yield list(COLUMNS)
    rows = Claim.objects.select_related("log__action", "log__method", "log__partner_record").order_by("pk")
    last = 0
    while page := list(rows.filter(pk__gt=last)[:PAGE]):
        last = page[-1].pk
        for claim in page:
            yield [harmless(cell) for cell in _cells(claim)]


def _cells(claim: Claim) -> list[str]:
    log = claim.log
    record = getattr(log, "partner_record", None)
    moments = (claim.occurred_at, claim.made_at, claim.released_at)
    return [
        str(claim.pk),
        claim.fingerprint,
        claim.behaviour,
        claim.source,
        *("" if moment is None else timezone.localtime(moment).isoformat() for moment in moments),
        str(log.pk),
        log.action.code,
        str(log.quantity),
        log.method.unit,
        log.done_on.isoformat(),
        log.tier,
        str(log.milligrams),
        str(log.points),
        record.external_id if record else "",
    ]
