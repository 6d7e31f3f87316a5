"""The seals of the ledger, without login: who keeps the newest one can prove every day before it."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from carbon_points.api.answers import open_to_all
from carbon_points.schemas import records as schemas
from carbon_points.selectors import ledger

router = Router(tags=["开放数据"])

# A leap year fits on one page.
MOST_SEALS = 366


@router.get(
    "/seals", response=schemas.SealPage, auth=None, summary="积分账本的每日封存", url_name="open-seals"
)
def list_seals(
    request: HttpRequest,
    response: HttpResponse,
    cursor: Annotated[
        schemas.Day | None, Query(description="只要这一天之前的封存；上一页给出的 next_cursor")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_SEALS, description="一页多少天")] = MOST_SEALS,
) -> schemas.SealPage:
    """每个已经结束的日子一条，最新的在前；每条都包含前一天的哈希，谁也不能悄悄改动已经封存的账。"""
    open_to_all(response)
    found = ledger.seals(before=cursor, limit=limit + 1)
    items = [schemas.SealOut.model_validate(seal) for seal in found[:limit]]
    return schemas.SealPage(items=items, next_cursor=items[-1].day if len(found) > limit else None)
