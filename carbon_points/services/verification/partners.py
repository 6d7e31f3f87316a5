"""R13: each record of a partner against its log and its claim."""

from collections.abc import Iterator

from django.utils import timezone

from carbon_points.models import ActionLog, PartnerRecord
from carbon_points.services.verification.difference import Difference

PAGE = 1000
State = PartnerRecord.State


def partner_differences() -> Iterator[Difference]:
    """What was credited is there, what was taken back is gone, and no metered log stands without a record."""
    rows = PartnerRecord.objects.exclude(log=None).select_related("log__claim", "log__reversal", "link")
    last = 0
    while page := list(rows.filter(pk__gt=last).order_by("pk")[:PAGE]):
        last = page[-1].pk
        for record in page:
            yield from _compare(record)
    alone = ActionLog.objects.filter(
        channel=ActionLog.Channel.PARTNER, reverses=None, partner_record=None
    ).order_by("pk")
    for log_id in alone.values_list("pk", flat=True):
        yield Difference("R13", f"log {log_id}", "came from a partner, but no record names it")


def _compare(record: PartnerRecord) -> Iterator[Difference]:
    where, log = f"partner record {record.pk}", record.log
    assert log is not None
    if record.link is None or record.link.resident_id != log.resident_id:
        yield Difference("R13", where, f"log {log.pk} is not of the resident who agreed")
    told = (record.action_id, record.quantity, timezone.localdate(record.done_at))
    if (log.action_id, log.quantity, log.done_on) != told or log.evidence != ActionLog.Evidence.PARTNER:
        yield Difference("R13", where, f"log {log.pk} is about something else")
    stands = not hasattr(log, "reversal")
    if stands != (record.state == State.CREDITED):
        yield Difference(
            "R13", where, f"is {record.state}, but log {log.pk} {'stands' if stands else 'was taken back'}"
        )
    claim = getattr(log, "claim", None)
    if claim is None:
        yield Difference("R13", where, f"log {log.pk} was never claimed")
    elif stands != (claim.released_at is None):
        yield Difference("R13", where, f"claim {claim.pk} does not end with log {log.pk}")
