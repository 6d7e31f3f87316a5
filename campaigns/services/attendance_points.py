"""What coming is worth: the campaign's action is recorded, or a sentence says why it is not."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.selectors.households import household_user_ids
from campaigns.models import CheckIn
from carbon_points.models import Action, ActionLog
from carbon_points.services.claims import claim, fingerprint, refuse_claimed_nearby
from carbon_points.services.logs import log_action
from core.refusals import Refused

# What each way proves, the best first. Nobody was scanned who stands on the list: staff say it.
SCANNED: tuple[str, ...] = (ActionLog.Evidence.QR,)
SAID_BY_ONESELF: tuple[str, ...] = (ActionLog.Evidence.SELF,)
SAID_BY_STAFF: tuple[str, ...] = (ActionLog.Evidence.STAFF, ActionLog.Evidence.SELF)


def pay(*, row: CheckIn, now: datetime) -> tuple[ActionLog | None, str]:
    """Record the action of the campaign for an attendance that is about to be written: its log, or why none.

    In the caller's transaction; what a refused log had begun is undone, and nothing else.
    """
    action = row.session.campaign.action
    if action is None:
        return None, ""
    try:
        with transaction.atomic():
            return _log(row, action, now), ""
    except Refused as refused:
        return None, refused.message[:200]


def _log(row: CheckIn, action: Action, now: datetime) -> ActionLog:
    assert row.resident is not None
    day = timezone.localdate(min(row.seen_at, now))
    log = log_action(
        resident=row.resident,
        action=action,
        quantity=row.session.campaign.quantity,
        done_on=day,
        evidence=_proof(row, action),
        channel=ActionLog.Channel.PLACE if row.way == CheckIn.Way.SCREEN else ActionLog.Channel.DESK,
        request_key=f"check_in:{row.nonce}",
        recorded_by=row.by,
        # A scanner without a network tells later; the organiser vouches for the day.
        earliest=day,
        now=now,
    )
    if action.behaviour:
        refuse_claimed_nearby(resident=row.resident, behaviour=action.behaviour, occurred_at=row.seen_at)
        claim(
            log=log,
            fingerprint=fingerprint("campaign", log.pk),
            behaviour=action.behaviour,
            occurred_at=row.seen_at,
            source="campaign",
            now=now,
        )
    return log


def _proof(row: CheckIn, action: Action) -> str:
    """Staff vouch for others, not for those who live with them."""
    proofs = SCANNED
    if row.by is not None and row.way == CheckIn.Way.LIST:
        proofs = SAID_BY_ONESELF if row.resident_id in household_user_ids(row.by) else SAID_BY_STAFF
    return next((proof for proof in proofs if proof in action.evidence), proofs[0])
