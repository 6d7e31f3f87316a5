"""What the partner API takes and gives, and the residents' side of it. Grams are of CO2e, estimated."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import BeforeValidator, WithJsonSchema

from carbon_points.rules.partners import RECORDS_A_BATCH
from carbon_points.schemas.records import Quantity
from core.api import Strict

ID = r"^[A-Za-z0-9._:-]{1,80}$"
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})"
)


def _moment(value: Any) -> datetime:
    try:
        if isinstance(value, str) and _MOMENT.fullmatch(value):
            moment = datetime.fromisoformat(value).astimezone(UTC)
            if moment.year >= 2000:
                return moment
    except (ValueError, OverflowError):
        pass
    raise ValueError("要写成带时区的时间，例如 2026-11-23T08:15:00+08:00。")


Moment = Annotated[
    datetime, BeforeValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})
]


class RecordIn(Strict):
    """One deed of one resident."""

    id: str = Field(
        ..., pattern=ID, description="合作方自己的编号，永不重复使用", examples=["T20261123-000017"]
    )
    scope: str = Field(..., max_length=30, description="数据范围，见 GET /partner/scopes")
    subject: str = Field(..., max_length=60, description="居民授权时填写的号码；空格和短横线不计，大小写不分")
    action: str = Field(..., max_length=40, description="行动编号")
    quantity: Quantity = Field(..., description="数量，以行动的单位计")
    done_at: Moment = Field(..., description="行动发生的时间，带时区；最早31天前")
    reference: str = Field(
        "", max_length=60, description="这件事自己的单号：称重单、订单、行程号；回收和买卖必须有"
    )
    corrects: str = Field("", max_length=80, description="更正：原记录的编号，原记录随之冲正")


class RecordsIn(Strict):
    """A batch. Each record is done by itself; one that is refused does not hold up the others."""

    records: list[RecordIn] = Field(..., min_length=1, max_length=RECORDS_A_BATCH)


class RecordAnswer(Schema):
    """What became of one record."""

    id: str
    status: str = Field(
        ..., description="credited 已入账；duplicate 以前报送过，其余各项是现在的情况；refused 未计入"
    )
    state: str | None = Field(None, description="记录现在的状态：credited、refused、reversed；没有留存时为空")
    code: str = Field("", description="未计入的原因，供程序判断")
    detail: str = Field("", description="未计入的原因，一句话")
    log_id: int | None = None
    points: int | None = None
    grams: float | None = Field(None, description="计入的减排估算，克二氧化碳当量")


class RecordsOut(Schema):
    """Answers in the order of the records, and how many there were of each kind."""

    results: list[RecordAnswer]
    credited: int
    duplicate: int
    refused: int


class RecordOut(Schema):
    """A record as it stands now. The resident's number is not given back: it is not kept."""

    id: str
    scope: str
    action: str
    quantity: float
    done_at: datetime
    received_at: datetime
    state: str
    code: str
    detail: str
    corrects: str
    reversed_at: datetime | None
    reason: str
    log_id: int | None
    points: int | None
    grams: float | None


class RecordPage(Schema):
    """One page of records, latest first."""

    items: list[RecordOut]
    next_cursor: int | None = Field(..., description="下一页用 ?cursor= 带上；没有更多时为空")


class ReverseIn(Strict):
    """Why a record is taken back. The id stands here too, so that the signature covers it."""

    id: str = Field(..., pattern=ID, description="记录的编号，和地址里的相同；写在请求体里才在签名之内")
    reason: str = Field(..., min_length=1, max_length=200, description="冲正的原因，居民的记录旁会留存")


class ScopeAction(Schema):
    """An action that may be reported."""

    code: str
    name: str
    unit: str
    is_open: bool


class ScopeOut(Schema):
    """A kind of data that this key may report."""

    code: str
    name: str
    subject_label: str
    is_open: bool = Field(..., description="居民现在能不能新授权")
    actions: list[ScopeAction]


class ScopeList(Schema):
    """All scopes of the key."""

    partner: str
    items: list[ScopeOut]


class LinkIn(Strict):
    """A resident agrees that a partner reports about them."""

    scope_id: int = Field(..., ge=1)
    number: str = Field(..., min_length=1, max_length=60, description="卡号或户号")
    terms_sha256: str = Field(..., max_length=64, description="看过并同意的那份说明，见 GET /me/partners")
    agree: bool = Field(..., description="必须是 true，由本人勾选")


class LinkOut(Schema):
    """A partner's scope, its words, and whether I have agreed."""

    scope_id: int
    partner: str
    name: str
    subject_label: str
    terms: list[str]
    terms_sha256: str
    is_open: bool
    linked: bool
    hint: str = Field(..., description="已授权号码的末四位")
    linked_at: datetime | None


class LinkList(Schema):
    """All scopes that are open, and those that I have agreed to."""

    items: list[LinkOut]
