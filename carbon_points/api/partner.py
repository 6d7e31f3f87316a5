"""The partner API: signed records of what residents did, one answer for each. See docs/partner_api.md."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router

from carbon_points.api.partner_auth import Caller, partner_signature
from carbon_points.models import PartnerRecord
from carbon_points.refusals.partners import NumberUnreadable
from carbon_points.rules.partners import Report, subject_of
from carbon_points.schemas import partners as schemas
from carbon_points.selectors.partner_records import record_named, records_of
from carbon_points.selectors.partners import Reach, reach_of
from carbon_points.services.partner_records import Outcome, reverse_record, take_record
from core.cursors import Cursor, Limit, page_before
from core.refusals import Refused

router = Router(tags=["合作方"], auth=partner_signature)
RecordId = Annotated[str, Path(pattern=schemas.ID)]


@router.get("/scopes", response=schemas.ScopeList, summary="可以报送的范围和行动")
def list_scopes(request: HttpRequest) -> schemas.ScopeList:
    """What this key may report."""
    caller = _caller(request)
    items = [_scope_out(reach) for reach in reach_of(caller.key).values()]
    return schemas.ScopeList(partner=caller.partner.code, items=items)


@router.post("/records", response=schemas.RecordsOut, summary="报送一批记录")
def add_records(request: HttpRequest, body: schemas.RecordsIn) -> schemas.RecordsOut:
    """Up to 500 records, each in a transaction of its own and with its own answer.

    A batch whose shape is wrong is refused as a whole with 422, and nothing is done. Sent again after a crash
    (signed anew), what was done before comes back as a duplicate: no Idempotency-Key is needed.
    """
    caller = _caller(request)
    reach = reach_of(caller.key)
    results = [_take(caller, reach, record) for record in body.records]
    numbers = {
        status: sum(result.status == status for result in results)
        for status in ("credited", "duplicate", "refused")
    }
    return schemas.RecordsOut(results=results, **numbers)


@router.get("/records", response=schemas.RecordPage, summary="报送过的记录")
def list_records(
    request: HttpRequest,
    since: Annotated[schemas.Moment | None, Query(description="只要这个时间以后收到的，带时区")] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> schemas.RecordPage:
    """Records within the scopes of this key, latest first."""
    caller = _caller(request)
    found = records_of(caller.partner, list(reach_of(caller.key)), since)
    rows, following = page_before(found, cursor, limit)
    return schemas.RecordPage(items=[_record_out(row) for row in rows], next_cursor=following)


@router.get("/records/{record_id}", response=schemas.RecordOut, summary="一条记录现在的情况")
def show_record(request: HttpRequest, record_id: RecordId) -> schemas.RecordOut:
    """One record by the partner's id."""
    caller = _caller(request)
    return _record_out(record_named(caller.partner, list(reach_of(caller.key)), record_id))


@router.post("/records/{record_id}/reverse", response=schemas.RecordOut, summary="冲正一条记录")
def take_back(request: HttpRequest, record_id: RecordId, body: schemas.ReverseIn) -> schemas.RecordOut:
    """Take the credit of a record back. Repeated, it changes nothing more."""
    if body.id != record_id:
        raise Refused("请求体里的 id 和地址里的不一样，请检查。", code="id_mismatch", status=422)
    caller = _caller(request)
    record = reverse_record(
        partner=caller.partner, scopes=list(reach_of(caller.key)), external_id=record_id, reason=body.reason
    )
    return _record_out(record)


def _caller(request: HttpRequest) -> Caller:
    caller: Caller = request.auth  # type: ignore[attr-defined]
    return caller


def _take(caller: Caller, reach: dict[str, Reach], record: schemas.RecordIn) -> schemas.RecordAnswer:
    try:
        subject = subject_of(record.subject)
    except ValueError:
        refused = NumberUnreadable("号码要有4到32个字母或数字，请检查 subject。")
        outcome = Outcome("refused", None, refused.code, refused.message)
    else:
        report = Report(**(record.dict() | {"subject": subject}))
        outcome = take_record(partner=caller.partner, reach=reach, report=report)
    return schemas.RecordAnswer(
        id=record.id,
        status=outcome.status,
        state=outcome.record.state if outcome.record else None,
        code=outcome.code,
        detail=outcome.detail,
        **_worth(outcome.record),
    )


def _worth(record: PartnerRecord | None) -> dict[str, Any]:
    log = record.log if record else None
    if log is None:
        return {"log_id": None, "points": None, "grams": None}
    return {"log_id": log.pk, "points": log.points, "grams": log.milligrams / 1000}


def _record_out(record: PartnerRecord) -> schemas.RecordOut:
    return schemas.RecordOut(
        id=record.external_id,
        scope=record.scope.code,
        action=record.action.code,
        quantity=float(record.quantity),
        done_at=record.done_at,
        received_at=record.received_at,
        state=record.state,
        code=record.refusal,
        detail=record.detail,
        corrects=record.corrects.external_id if record.corrects else "",
        reversed_at=record.reversed_at,
        reason=record.reversal_reason,
        **_worth(record),
    )


def _scope_out(reach: Reach) -> schemas.ScopeOut:
    scope = reach.scope
    return schemas.ScopeOut(
        code=scope.code,
        name=scope.name,
        subject_label=scope.subject_label,
        is_open=scope.is_open,
        actions=[
            schemas.ScopeAction(code=action.code, name=action.name, unit=action.unit, is_open=action.is_open)
            for action in reach.actions.values()
        ],
    )
