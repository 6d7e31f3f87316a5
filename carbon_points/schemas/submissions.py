"""What the API takes and gives about photos and bills."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import BeforeValidator, WithJsonSchema

from carbon_points.forms.evidence import AMOUNT
from carbon_points.schemas.records import Day, Quantity
from core.api import Strict
from core.converters import LARGEST_ID


def _amount(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise ValueError("要写成数字，例如 182.5。")
    if not AMOUNT.fullmatch(str(value)):
        raise ValueError("要在0和999999之间，最多两位小数，例如 182.5。")
    return Decimal(str(value))


Amount = Annotated[
    Decimal, BeforeValidator(_amount), WithJsonSchema({"type": "number", "minimum": 0, "example": 182.5})
]
PhotoId = Annotated[int, Field(ge=1, le=LARGEST_ID)]


class SubmissionIn(Strict):
    """A deed with photos of it."""

    action: str = Field(..., max_length=40, description="行动编号，见 GET /actions", examples=["TR-BIKE"])
    quantity: Quantity = Field(..., description="数量，以行动的单位计")
    done_on: Day = Field(..., description="行动发生的日期，只能是今天或昨天")
    photos: list[PhotoId] = Field(
        ..., min_length=1, max_length=3, description="POST /photos 给出的编号，1到3个"
    )
    note: str = Field("", max_length=200, description="想对核验员说明的话")
    for_person: int = Field(0, ge=1, le=LARGEST_ID, strict=True, description="替自己代管的家人提交")


class BillIn(Strict):
    """The bill of a meter."""

    action: str = Field(..., max_length=40, description="EN-ELEC、EN-GAS 或 EN-WATER", examples=["EN-ELEC"])
    meter: str = Field(..., max_length=40, description="账单上的户号；不保存原号")
    month: Day = Field(..., description="账单月份的第一天；只收最近两个整月")
    used: Amount = Field(..., description="本期用量")
    used_last_year: Amount = Field(..., description="去年同月用量")
    photos: list[PhotoId] = Field(..., min_length=1, max_length=3, description="账单照片的编号")
    note: str = Field("", max_length=200)


class AppealIn(Strict):
    """Why a result is wrong."""

    text: str = Field(..., min_length=1, max_length=300)


class SubmissionOut(Schema):
    """A photo or bill and how it stands."""

    id: int
    action: str
    kind: str = Field(..., description="photo 照片；bill 账单")
    quantity: float
    unit: str
    done_on: date
    state: str = Field(
        ..., description="pending 待核验；approved 已通过；rejected 未通过；withdrawn 已撤回；undone 已撤销"
    )
    points: int = Field(..., description="通过后入账的积分")
    created_at: datetime


class AppealOut(Schema):
    """An appeal and its answer."""

    text: str
    state: str = Field(..., description="open 待复核；upheld 维持原结果；overturned 改为通过")
    answer: str


class SubmissionDetail(SubmissionOut):
    """The same with its reason and what can be done."""

    note: str
    reason: str = Field(..., description="未通过的原因")
    appeal: AppealOut | None
    can_withdraw: bool
    can_appeal: bool
    appeal_until: date | None


class SubmissionList(Schema):
    """One page, latest first."""

    items: list[SubmissionOut]
    next_cursor: int | None = Field(..., description="下一页用 ?cursor= 带上；没有更多时为空")
