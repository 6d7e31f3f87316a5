"""Rules and manual grants as open data, without login."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from carbon_points.api.answers import open_to_all
from carbon_points.selectors.grants import approved_in, month_named, month_total, public_row
from carbon_points.selectors.policy_history import public_policies
from core.cursors import Cursor, Limit, page_before

router = Router(tags=["开放数据"])
Month = Annotated[str, Query(max_length=7, description="月份，例如 2026-11", examples=["2026-11"])]


class PolicyOut(Schema):
    """One version of one rule."""

    id: int
    kind: str = Field(..., description="city 全市；action 行动；reward 奖励；budget 月度预算")
    key: str = Field(..., description="行动编号、奖励编号，或预算编号和月份；全市规则为空")
    values: dict[str, Any] = Field(..., description="这一版的内容；行动的规则里没有写的按目录")
    valid_from: date = Field(..., description="从这一天起生效，直到同一对象的下一版生效")
    note: str = Field(..., description="为什么改")
    published_at: datetime


class PolicyPage(Schema):
    """One page of versions, the latest published first."""

    items: list[PolicyOut]
    next_cursor: int | None


class GrantOut(Schema):
    """Points that were given by hand; never to whom."""

    id: int
    granted_on: date
    points: int
    ground: str
    ground_label: str
    reason: str


class GrantPage(Schema):
    """A month of grants with count and sum, and one page of them, the latest requested first."""

    month: str
    count: int
    points: int
    items: list[GrantOut]
    next_cursor: int | None


@router.get(
    "/policies", response=PolicyPage, auth=None, summary="积分规则的全部版本", url_name="open-policies"
)
def list_policies(
    request: HttpRequest, response: HttpResponse, cursor: Cursor = None, limit: Limit = 100
) -> PolicyPage:
    """现行的、已公布还没生效的和以前的规则，每一版都在。"""
    open_to_all(response)
    rows, following = page_before(public_policies(), cursor, limit)
    return PolicyPage(items=[PolicyOut.model_validate(row) for row in rows], next_cursor=following)


@router.get("/grants", response=GrantPage, auth=None, summary="一个月的人工发放", url_name="open-grants")
def list_grants(
    request: HttpRequest, response: HttpResponse, month: Month, cursor: Cursor = None, limit: Limit = 100
) -> GrantPage:
    """由两名工作人员先后同意、人工发放的积分：笔数、总数，以及每一笔的事由和说明；不含任何个人信息。"""
    open_to_all(response)
    first = month_named(month)
    total = month_total(first)
    rows, following = page_before(approved_in(first).order_by("-pk"), cursor, limit)
    return GrantPage(
        month=f"{first:%Y-%m}",
        count=total.count,
        points=total.points,
        items=[GrantOut.model_validate(public_row(row)) for row in rows],
        next_cursor=following,
    )
