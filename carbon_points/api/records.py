"""The API of what is mine: records and points."""

from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status

from accounts.api_auth import token_or_session
from carbon_points.api.answers import log_out
from carbon_points.pending.records import record
from carbon_points.schemas import records as schemas
from carbon_points.selectors.family import family_rows
from carbon_points.selectors.ledger import balance_of
from carbon_points.selectors.log_rows import log_row, logs_of, resident_of, row_of
from carbon_points.selectors.movements import transfer_rows, transfers_of
from carbon_points.services import logs as services
from core.api import Nothing
from core.cursors import Cursor, Limit, RowNumber, page_before
from core.idempotency import idempotent

router = Router()


@router.post(
    "/logs", response={201: schemas.LogOut}, tags=["记录"], summary="记录一次行动", auth=token_or_session
)
@idempotent
def add_log(request: HttpRequest, body: schemas.LogIn) -> Status[schemas.LogOut]:
    """Record what I did today or yesterday. The same Idempotency-Key records once."""
    log = record(
        request.auth,  # type: ignore[attr-defined]
        action=body.action,
        quantity=body.quantity,
        done_on=body.done_on,
        request_key=f"api:{request.work_key}",  # type: ignore[attr-defined]
        for_person=body.for_person,
    )
    return Status(201, log_out(row_of(log.resident, log.pk)))


@router.get("/logs", response=schemas.LogPage, tags=["记录"], summary="我的记录", auth=token_or_session)
def list_logs(request: HttpRequest, cursor: Cursor = None, limit: Limit = 20) -> schemas.LogPage:
    """My records, latest first."""
    user = request.auth  # type: ignore[attr-defined]
    rows, following = page_before(logs_of(user), cursor, limit)
    return schemas.LogPage(items=[log_out(log_row(row)) for row in rows], next_cursor=following)


@router.post(
    "/logs/{log_id}/undo",
    response=schemas.LogOut,
    tags=["记录"],
    summary="撤销一条记录",
    auth=token_or_session,
)
@idempotent
def undo_log(request: HttpRequest, log_id: RowNumber, body: Nothing | None = None) -> schemas.LogOut:
    """Take back my own record, or that of somebody whom I keep, within ten minutes."""
    resident = resident_of(request.auth, log_id)  # type: ignore[attr-defined]
    services.undo_log(resident=resident, log_id=log_id)
    return log_out(row_of(resident, log_id))


@router.get("/me", response=schemas.MeOut, tags=["我"], summary="我是谁、有多少积分", auth=token_or_session)
def show_me(request: HttpRequest) -> schemas.MeOut:
    """Who I am and my balance."""
    user = request.auth  # type: ignore[attr-defined]
    area = schemas.AreaOut(code=user.area.code, name=user.area.name) if user.area else None
    return schemas.MeOut(
        id=user.pk,
        nickname=user.nickname,
        display_name=user.display_name,
        area=area,
        balance=balance_of(user),
    )


@router.get(
    "/me/ledger", response=schemas.TransferPage, tags=["我"], summary="我的积分明细", auth=token_or_session
)
def list_ledger(request: HttpRequest, cursor: Cursor = None, limit: Limit = 20) -> schemas.TransferPage:
    """Every movement of my points, latest first."""
    user = request.auth  # type: ignore[attr-defined]
    rows, following = page_before(transfers_of(user), cursor, limit)
    items = [schemas.TransferOut.model_validate(row) for row in transfer_rows(rows, user)]
    return schemas.TransferPage(items=items, next_cursor=following)


@router.get(
    "/me/family", response=schemas.FamilyList, tags=["我"], summary="我代管的家人", auth=token_or_session
)
def list_family(request: HttpRequest) -> schemas.FamilyList:
    """Everybody whom I keep, with their points."""
    rows = family_rows(request.auth)  # type: ignore[attr-defined]
    return schemas.FamilyList(
        items=[
            schemas.FamilyOut(id=row.id, nickname=row.nickname, age_band=row.age_band, balance=row.balance)
            for row in rows
        ]
    )
