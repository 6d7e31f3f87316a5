"""The API of attendance: a resident who scanned the screen, staff whose scanner has seen codes."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status

from accounts.api_auth import token_or_session
from accounts.models import User
from campaigns.refusals.check_in import CodeRefused
from campaigns.rules import codes
from campaigns.schemas import check_ins as schemas
from campaigns.selectors.arrivals import name_at_the_door
from campaigns.selectors.attendance import people_there, session_to_run
from campaigns.services.arrivals import arrive_by_token
from campaigns.services.attendance import Attendance
from campaigns.services.scans import UNKNOWN, Answer, Scan, session_of_code, take_scan, take_scans
from core import clock
from core.idempotency import idempotent

router = Router(tags=["活动签到"])


@router.post(
    "/checkins",
    response={200: schemas.CheckInOut, 201: schemas.CheckInOut},
    summary="签到",
    auth=token_or_session,
)
@idempotent
def check_in(request: HttpRequest, body: schemas.CheckInIn) -> Status[schemas.CheckInOut]:
    """Enter oneself with the code of the hall's screen, or as staff somebody with the code of their phone.

    201 when somebody was entered, 200 when they were there already.
    """
    came = _enter(request.auth, body.token, request.work_key)  # type: ignore[attr-defined]
    return Status(201 if came.is_new or came.is_same else 200, _out(came))


@router.post("/checkins/batch", response=schemas.BatchOut, summary="补传扫码", auth=token_or_session)
def check_in_batch(request: HttpRequest, body: schemas.BatchIn) -> schemas.BatchOut:
    """Enter what a scanner has seen, for staff of the campaign. What is sent again changes nothing."""
    user: User = request.auth  # type: ignore[attr-defined]
    session = session_to_run(user, body.session)
    scans = [Scan(nonce=one.nonce, code=one.code, seen_at=one.seen_at) for one in body.scans]
    answers = take_scans(by=user, session_id=session.pk, scans=scans)
    return schemas.BatchOut(items=[_answer(one) for one in answers], people=people_there(session))


def _enter(user: User, token: str, nonce: UUID) -> Attendance:
    read = codes.read(token)
    if isinstance(read, codes.ScreenCode):
        return arrive_by_token(resident=user, session_id=read.session_id, token=read.token, nonce=nonce)
    if isinstance(read, codes.OwnCode):
        scan = Scan(nonce=nonce, code=token, seen_at=clock.now())
        return take_scan(by=user, session_id=session_of_code(token), scan=scan)
    raise CodeRefused(UNKNOWN)


def _out(came: Attendance) -> schemas.CheckInOut:
    row = came.check_in
    return schemas.CheckInOut(
        id=row.pk,
        session=row.session_id,
        campaign=row.session.campaign.title,
        state=_state(came),
        at=row.seen_at,
        places=row.places,
        points=row.log.points if row.log else 0,
        detail=row.no_points_because,
    )


def _answer(answer: Answer) -> schemas.ScanOut:
    if answer.attendance is None:
        return schemas.ScanOut(
            nonce=answer.scan.nonce,
            state="refused",
            name="",
            at=None,
            places=0,
            points=0,
            code=answer.refusal.code if answer.refusal else "",
            detail=answer.refusal.message if answer.refusal else "",
        )
    row = answer.attendance.check_in
    return schemas.ScanOut(
        nonce=answer.scan.nonce,
        state=_state(answer.attendance),
        name=name_at_the_door(row),
        at=row.seen_at,
        places=row.places,
        points=row.log.points if row.log else 0,
        code="",
        detail=row.no_points_because,
    )


def _state(came: Attendance) -> str:
    """The very same scan again is answered as the first time."""
    return "in" if came.is_new or came.is_same else "already"
