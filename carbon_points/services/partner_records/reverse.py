"""A partner takes a record back: the log is reversed, the record stays."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from carbon_points.models import ActionLog, Partner, PartnerRecord
from carbon_points.refusals import AlreadyReversed
from carbon_points.refusals.partners import NotCredited
from carbon_points.selectors.partner_records import record_named
from carbon_points.services.logs import reverse_log
from carbon_points.services.partner_records.news import tell_of_correction
from core import clock


@transaction.atomic
def reverse_record(
    *,
    partner: Partner,
    scopes: Collection[str],
    external_id: str,
    reason: str,
    now: datetime | None = None,
) -> PartnerRecord:
    """Take the credit of a record back; twice, it changes nothing more.

    `scopes` are the codes that the key reaches. Raises NotFound for another's record, NotCredited for one
    that was refused. Points that the resident has spent since are borne by the city.
    """
    now = now or clock.now()
    record = record_named(partner, scopes, external_id)
    if record.log is None:
        raise NotCredited("这条记录没有入账，不用冲正。")
    try:
        # It holds the accounts first, then marks the record: the same order as an undo by the resident.
        reverse_log(log=record.log, cause=ActionLog.Cause.CORRECTION, now=now)
    except AlreadyReversed:
        return record
    record.refresh_from_db(fields=["state", "reversed_at"])
    record.reversal_reason = reason
    record.save(update_fields=["reversal_reason"])
    tell_of_correction(record, now=now)
    return record
