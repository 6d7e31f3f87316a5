"""The API of rewards: what there is, my vouchers, gifts to public causes."""

import json

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.responses import Status

from accounts.api_auth import token_or_session
from carbon_points.models import Voucher
from carbon_points.pending.records import resident_for
from carbon_points.schemas import rewards as schemas
from carbon_points.selectors import rewards as selectors
from carbon_points.selectors.causes import causes
from carbon_points.services import rewards as services
from carbon_points.voucher_codes import code_of
from core.api import Nothing
from core.cursors import Cursor, Limit, RowNumber, page_before
from core.idempotency import idempotent

router = Router(tags=["奖励"])


@router.get("/rewards", response=schemas.RewardList, auth=None, summary="奖励目录")
def list_rewards(request: HttpRequest) -> schemas.RewardList:
    """Everything that points are good for, with price and stock; no login."""
    return schemas.RewardList(items=[_reward_out(row) for row in selectors.reward_rows()])


@router.get("/rewards/{reward_id}", response=schemas.RewardOut, auth=None, summary="一项奖励")
def show_reward(request: HttpRequest, reward_id: RowNumber) -> schemas.RewardOut:
    """One reward; no login."""
    return _reward_out(selectors.reward_row(reward_id))


@router.post(
    "/rewards/{reward_id}/redeem",
    response={201: schemas.VoucherAnswer},
    auth=token_or_session,
    summary="用积分兑换",
)
def redeem(request: HttpRequest, reward_id: RowNumber, body: schemas.RedeemIn | None = None) -> HttpResponse:
    """Take a reward for points; the answer has the voucher's code. The same Idempotency-Key takes one."""
    answer: HttpResponse = _redeem(request, reward_id, body.for_person if body else 0)
    if answer.status_code == 201:
        # Answers are kept for replays; the code is written nowhere, so it is added on the way out.
        document = json.loads(answer.content)
        voucher = selectors.voucher_of(request.auth, document["voucher"]["id"])  # type: ignore[attr-defined]
        document["voucher"]["code"] = code_of(voucher)
        answer.content = json.dumps(document, ensure_ascii=False).encode()
    return answer


@idempotent
def _redeem(request: HttpRequest, reward_id: int, for_person: int) -> Status[schemas.VoucherAnswer]:
    voucher = services.redeem(
        resident=resident_for(request.auth, for_person),  # type: ignore[attr-defined]
        reward_id=reward_id,
        request_key=f"api:{request.work_key}",  # type: ignore[attr-defined]
    )
    found = selectors.voucher_of(request.auth, voucher.pk)  # type: ignore[attr-defined]
    return Status(201, schemas.VoucherAnswer(voucher=_voucher_out(found)))


@router.get("/me/vouchers", response=schemas.VoucherPage, auth=token_or_session, summary="我的兑换码")
def list_vouchers(request: HttpRequest, cursor: Cursor = None, limit: Limit = 20) -> schemas.VoucherPage:
    """My vouchers, latest first, without their codes."""
    user = request.auth  # type: ignore[attr-defined]
    rows, following = page_before(selectors.vouchers_of(user), cursor, limit)
    return schemas.VoucherPage(items=[_voucher_out(row) for row in rows], next_cursor=following)


@router.get(
    "/me/vouchers/{voucher_id}", response=schemas.VoucherAnswer, auth=token_or_session, summary="一张兑换码"
)
def show_voucher(
    request: HttpRequest, response: HttpResponse, voucher_id: RowNumber
) -> schemas.VoucherAnswer:
    """One of my vouchers, with its code while it can be used."""
    response["Cache-Control"] = "no-store"
    voucher = selectors.voucher_of(request.auth, voucher_id)  # type: ignore[attr-defined]
    out = _voucher_out(voucher)
    if voucher.state == Voucher.State.ISSUED:
        out.code = code_of(voucher)
    return schemas.VoucherAnswer(voucher=out)


@router.post(
    "/me/vouchers/{voucher_id}/cancel",
    response=schemas.VoucherAnswer,
    auth=token_or_session,
    summary="退回兑换码",
)
@idempotent
def cancel_voucher(
    request: HttpRequest, voucher_id: RowNumber, body: Nothing | None = None
) -> schemas.VoucherAnswer:
    """Give a voucher back before it is used; every point returns to where it came from."""
    voucher = selectors.voucher_of(request.auth, voucher_id)  # type: ignore[attr-defined]
    cancelled = services.cancel_voucher(resident=voucher.resident, voucher_id=voucher_id)
    return schemas.VoucherAnswer(voucher=_voucher_out(cancelled))


@router.get("/causes", response=schemas.CauseList, auth=None, tags=["公益"], summary="可以捐积分的公益项目")
def list_causes(request: HttpRequest) -> schemas.CauseList:
    """Public causes and what they were given; no login."""
    items = [
        schemas.CauseOut(
            id=cause.pk,
            name=cause.name,
            summary=cause.summary,
            detail=cause.detail,
            promise=cause.promise,
            goal=cause.goal,
            is_open=cause.is_open,
            points=cause.account.balance,
        )
        for cause in causes()
    ]
    return schemas.CauseList(items=items)


@router.post(
    "/causes/{cause_id}/donate",
    response={201: schemas.DonationOut},
    auth=token_or_session,
    tags=["公益"],
    summary="捐积分",
)
@idempotent
def donate(
    request: HttpRequest, cause_id: RowNumber, body: schemas.DonationIn
) -> Status[schemas.DonationOut]:
    """Give points to a cause. The same Idempotency-Key gives once."""
    donation = services.donate(
        resident=request.auth,  # type: ignore[attr-defined]
        cause_id=cause_id,
        points=body.points,
        request_key=f"api:{request.work_key}",  # type: ignore[attr-defined]
    )
    out = schemas.DonationOut(
        id=donation.pk, cause_id=donation.cause_id, points=donation.points, at=donation.at
    )
    return Status(201, out)


def _reward_out(row: selectors.RewardRow) -> schemas.RewardOut:
    reward, offer = row.reward, row.offer
    return schemas.RewardOut(
        id=reward.pk,
        name=reward.name,
        summary=reward.summary,
        detail=reward.detail,
        icon=reward.icon,
        provider=reward.provider.name,
        place_note=reward.place_note,
        area=reward.area.name if reward.area else "",
        price=offer.price,
        per_person=offer.per_person,
        per_period=offer.per_period,
        valid_days=reward.valid_days,
        stock_left=offer.stock_left,
        opens_on=reward.opens_on,
        closes_on=reward.closes_on,
        is_example=reward.is_example,
        state=row.state,
        why_not=row.why_not,
    )


def _voucher_out(voucher: Voucher) -> schemas.VoucherOut:
    return schemas.VoucherOut(
        id=voucher.pk,
        reward_id=voucher.reward_id,
        reward=voucher.reward.name,
        provider=voucher.reward.provider.name,
        place_note=voucher.reward.place_note,
        price=voucher.price,
        state=voucher.state,
        issued_at=voucher.issued_at,
        valid_until=voucher.valid_until,
        redeemed_at=voucher.redeemed_at,
    )
