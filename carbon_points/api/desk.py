"""The API of the desk that hands rewards over: using a voucher, and taking a use back."""

from datetime import timedelta
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router

from accounts.api_auth import token_or_session
from carbon_points.models import Voucher
from carbon_points.rules.voucher_codes import MINUTES_TO_TAKE_BACK
from carbon_points.schemas import rewards as schemas
from carbon_points.services import rewards as services
from carbon_points.services.rewards.desk import voucher_behind
from core import clock
from core.api import Nothing
from core.cursors import RowNumber
from core.idempotency import idempotent

router = Router(tags=["核销"])


@router.post(
    "/vouchers/{code}/verify", response=schemas.UsedAnswer, auth=token_or_session, summary="核销兑换码"
)
def verify_voucher(
    request: HttpRequest,
    code: Annotated[str, Path(max_length=40, description="顾客出示的八位兑换码")],
    body: Nothing | None = None,
) -> HttpResponse:
    """Use a voucher. For those who work for the reward's provider; wrong codes count, ten in a minute."""
    # Outside the stored answer's transaction: a wrong code stays written down although it is refused.
    voucher_id = voucher_behind(member=request.auth, code=code, now=clock.now())  # type: ignore[attr-defined]
    # The answer is stored under the voucher's number, so that the code is written nowhere.
    request.idempotent_route = f"POST /vouchers/{voucher_id}/verify"  # type: ignore[attr-defined]
    answer: HttpResponse = _use(request, voucher_id)
    return answer


@idempotent
def _use(request: HttpRequest, voucher_id: int) -> schemas.UsedAnswer:
    voucher = services.use_voucher(member=request.auth, voucher_id=voucher_id, now=clock.now())  # type: ignore[attr-defined]
    return schemas.UsedAnswer(voucher=_used_out(voucher))


@router.post(
    "/vouchers/{voucher_id}/unverify",
    response=schemas.UsedAnswer,
    auth=token_or_session,
    summary="撤销核销",
)
@idempotent
def unverify(request: HttpRequest, voucher_id: RowNumber, body: schemas.TakeBackIn) -> schemas.UsedAnswer:
    """Take a use back within five minutes, with the reason; the resident hears it."""
    voucher = services.unverify(member=request.auth, voucher_id=voucher_id, reason=body.reason)  # type: ignore[attr-defined]
    return schemas.UsedAnswer(voucher=_used_out(voucher))


def _used_out(voucher: Voucher) -> schemas.UsedOut:
    used = voucher.redeemed_at
    return schemas.UsedOut(
        id=voucher.pk,
        reward=voucher.reward.name,
        points=voucher.price,
        state=voucher.state,
        redeemed_at=used,
        take_back_until=used and used + timedelta(minutes=MINUTES_TO_TAKE_BACK),
    )
