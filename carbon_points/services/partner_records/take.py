"""One record of a partner: written down under the partner's id, then credited or refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from carbon_points.models import Action, Partner, PartnerRecord, PartnerScope
from carbon_points.refusals.partners import IdReused, ScopeRefused
from carbon_points.rules.partners import Report
from carbon_points.sealing import record_digest
from carbon_points.selectors.partners import Reach
from carbon_points.services.partner_records.credit import credit_record
from core import clock
from core.refusals import Refused

State = PartnerRecord.State


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to one record: credited, duplicate or refused; the row, where one is kept."""

    status: str
    record: PartnerRecord | None
    code: str = ""
    detail: str = ""


@transaction.atomic
def take_record(
    *, partner: Partner, reach: Mapping[str, Reach], report: Report, now: datetime | None = None
) -> Outcome:
    """Credit one record, or say why not. It never raises a Refused: the refusal is the outcome.

    The partner's id does the work once: the same content again is a duplicate with the first answer, another
    content is refused. A refusal about the resident, the limits or the register is kept under the id and is
    the answer for good; one about scope, action or id is not kept.
    """
    now = now or clock.now()
    digest = record_digest(report.text())
    earlier = _earlier(partner, report.id)
    if earlier is not None:
        return _again(earlier, digest)
    try:
        scope, action = _named(reach, report)
    except ScopeRefused as refused:
        return Outcome("refused", None, refused.code, refused.message)
    row = _open(partner, scope, action, report, digest, now)
    if row is None:
        # The twin has committed by now: the insert waited for it.
        return _again(PartnerRecord.objects.get(partner=partner, external_id=report.id), digest)
    try:
        with transaction.atomic():
            credit_record(row=row, report=report, now=now)
    except Refused as refused:
        return _refuse(row.pk, refused)
    return Outcome("credited", row)


def _named(reach: Mapping[str, Reach], report: Report) -> tuple[PartnerScope, Action]:
    within = reach.get(report.scope)
    if within is None:
        raise ScopeRefused("这把密钥没有这个数据范围，请对照 GET /partner/scopes 检查 scope。")
    action = within.actions.get(report.action)
    if action is None:
        raise ScopeRefused("这个数据范围里没有这项行动，请对照 GET /partner/scopes 检查 action。")
    return within.scope, action


def _earlier(partner: Partner, external_id: str) -> PartnerRecord | None:
    rows = PartnerRecord.objects.filter(partner=partner, external_id=external_id)
    return rows.select_related("log").first()


def _again(earlier: PartnerRecord, digest: str) -> Outcome:
    if earlier.body_digest != digest:
        refused = IdReused("这个编号已经报送过别的内容；更正请先冲正，或用新编号并写明 corrects。")
        return Outcome("refused", None, refused.code, refused.message)
    return Outcome("duplicate", earlier, earlier.refusal, earlier.detail)


def _open(
    partner: Partner, scope: PartnerScope, action: Action, report: Report, digest: str, now: datetime
) -> PartnerRecord | None:
    """The record, not counted yet; None when a twin was first."""
    row = PartnerRecord(
        partner=partner,
        external_id=report.id,
        body_digest=digest,
        scope=scope,
        action=action,
        quantity=report.quantity,
        done_at=report.done_at,
        state=State.REFUSED,
        received_at=now,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return None
    return row


def _refuse(row_id: int, refused: Refused) -> Outcome:
    row = PartnerRecord.objects.get(pk=row_id)
    row.refusal, row.detail = refused.code[:40], refused.message[:200]
    row.save(update_fields=["refusal", "detail"])
    return Outcome("refused", row, row.refusal, row.detail)
