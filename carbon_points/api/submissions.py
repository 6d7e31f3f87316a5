"""The API of photos and bills that wait for a reviewer."""

from typing import Any

from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status

from accounts.api_auth import token_or_session
from accounts.models import User
from carbon_points.handing_in import hand_in_bill, hand_in_photo
from carbon_points.schemas import submissions as schemas
from carbon_points.schemas.submissions import SubmissionDetail as Detail
from carbon_points.selectors.submission_pages import SubmissionRow, submission_page, submission_row
from carbon_points.selectors.submissions import submissions_of
from carbon_points.services import appeals
from carbon_points.services.submissions import withdraw
from core.api import Nothing
from core.cursors import Cursor, Limit, RowNumber, page_before
from core.idempotency import idempotent

router = Router(tags=["凭证核验"], auth=token_or_session)


@router.post("/submissions", response={201: Detail}, summary="提交照片，等待核验")
@idempotent
def add_submission(request: HttpRequest, body: schemas.SubmissionIn) -> Status[Detail]:
    """Hand in what I did today or yesterday with photos of it."""
    user = request.auth  # type: ignore[attr-defined]
    done = hand_in_photo(user, _values(request, body))
    return Status(201, _detail(user, done.pk))


@router.post("/submissions/bill", response={201: Detail}, summary="提交水电气账单，等待核验")
@idempotent
def add_bill(request: HttpRequest, body: schemas.BillIn) -> Status[Detail]:
    """Hand in the bill of one of the last two full months, beside the same month of last year."""
    user = request.auth  # type: ignore[attr-defined]
    done = hand_in_bill(user, _values(request, body))
    return Status(201, _detail(user, done.pk))


@router.get("/submissions", response=schemas.SubmissionList, summary="我提交的照片和账单")
def list_submissions(
    request: HttpRequest, cursor: Cursor = None, limit: Limit = 20
) -> schemas.SubmissionList:
    """Mine, and those of people whom I keep; latest first."""
    user = request.auth  # type: ignore[attr-defined]
    rows, following = page_before(submissions_of(user), cursor, limit)
    items = [schemas.SubmissionOut(**_columns(submission_row(row, user))) for row in rows]
    return schemas.SubmissionList(items=items, next_cursor=following)


@router.get("/submissions/{submission_id}", response=Detail, summary="一件的核验情况")
def show_submission(request: HttpRequest, submission_id: RowNumber) -> Detail:
    """How it stands, and why."""
    return _detail(request.auth, submission_id)  # type: ignore[attr-defined]


@router.post("/submissions/{submission_id}/withdraw", response=Detail, summary="撤回")
@idempotent
def withdraw_submission(
    request: HttpRequest, submission_id: RowNumber, body: Nothing | None = None
) -> Detail:
    """Take it back while it waits."""
    user = request.auth  # type: ignore[attr-defined]
    withdraw(resident=user, submission_id=submission_id)
    return _detail(user, submission_id)


@router.post("/submissions/{submission_id}/appeal", response={201: Detail}, summary="申诉")
@idempotent
def appeal_submission(
    request: HttpRequest, submission_id: RowNumber, body: schemas.AppealIn
) -> Status[Detail]:
    """Disagree with a rejection, once, within 30 days."""
    user = request.auth  # type: ignore[attr-defined]
    appeals.appeal(resident=user, submission_id=submission_id, text=body.text)
    return Status(201, _detail(user, submission_id))


def _values(request: HttpRequest, body: schemas.SubmissionIn | schemas.BillIn) -> dict[str, Any]:
    values = body.model_dump()
    values["kept"] = values.pop("photos")
    values["for_person"] = values.get("for_person") or 0
    values["request_key"] = f"api:{request.work_key}"  # type: ignore[attr-defined]
    return values


def _detail(user: User, submission_id: int) -> Detail:
    page = submission_page(user, submission_id)
    appeal = None
    if page.appeal is not None:
        appeal = schemas.AppealOut(text=page.appeal.text, state=page.appeal.state, answer=page.appeal.answer)
    return Detail(
        **_columns(page.row),
        note=page.note,
        reason=page.reason,
        appeal=appeal,
        can_withdraw=page.can_withdraw,
        can_appeal=page.can_appeal,
        appeal_until=page.appeal_until,
    )


def _columns(row: SubmissionRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "action": row.action.code,
        "kind": row.kind,
        "quantity": float(row.quantity),
        "unit": row.action.unit,
        "done_on": row.done_on,
        "state": row.state,
        "points": row.points,
        "created_at": row.created_at,
    }
