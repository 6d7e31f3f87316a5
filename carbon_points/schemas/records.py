"""What the API takes and gives. Grams are of CO2e, estimated; points are a thank-you."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import BeforeValidator, WithJsonSchema

from carbon_points.rules.quantities import day_of, quantity_of
from core.api import Strict
from core.converters import LARGEST_ID


def _quantity(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise ValueError("要写成数字，例如 1.5。")
    quantity = quantity_of(str(value))
    if quantity is None:
        raise ValueError("要大于0、小于1000000，最多三位小数，例如 1.5。")
    return quantity


def _day(value: Any) -> date:
    day = day_of(value) if isinstance(value, str) else None
    if day is None:
        raise ValueError("要写成日期，例如 2026-11-23。")
    return day


Quantity = Annotated[
    Decimal,
    BeforeValidator(_quantity),
    WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "example": 3}),
]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]


class LogIn(Strict):
    """A record of an action, reported by the person who did it."""

    action: str = Field(..., max_length=40, description="行动编号，见 GET /actions", examples=["TR-BIKE"])
    quantity: Quantity = Field(..., description="数量，以行动的单位计")
    done_on: Day = Field(..., description="行动发生的日期，只能是今天或昨天")
    for_person: int = Field(
        0, ge=1, le=LARGEST_ID, strict=True, description="替自己代管的家人记录：GET /me/family 里的 id"
    )


class LogOut(Schema):
    """A record and what it brought."""

    id: int
    action: str
    quantity: float
    unit: str
    done_on: date
    points: int
    grams: float = Field(..., description="计入的减排估算，克二氧化碳当量")
    low_grams: float
    high_grams: float
    state: str = Field(..., description="credited 已入账；undone 已撤销")
    evidence: str
    method_version: str
    undo_until: datetime


class LogPage(Schema):
    """One page of records, latest first."""

    items: list[LogOut]
    next_cursor: int | None = Field(..., description="下一页用 ?cursor= 带上；没有更多时为空")


class TransferOut(Schema):
    """A movement of my points."""

    id: int
    at: datetime
    kind: str
    label: str
    points: int = Field(..., description="收入为正，支出为负")


class TransferPage(Schema):
    """One page of movements, latest first."""

    items: list[TransferOut]
    next_cursor: int | None


class AreaOut(Schema):
    """A township or street."""

    code: str
    name: str


class MeOut(Schema):
    """Who is asking, and what they hold."""

    id: int
    nickname: str
    display_name: str
    area: AreaOut | None
    balance: int


class FamilyOut(Schema):
    """Somebody without a phone whom I keep."""

    id: int
    nickname: str
    age_band: str = Field(..., description="under14、14to17 或 adult")
    balance: int


class FamilyList(Schema):
    """Everybody whom I keep; at most a handful."""

    items: list[FamilyOut]


class PlaceOut(Schema):
    """A place with a code to scan, and what one scan is worth."""

    code: str
    name: str
    kind: str = Field(..., description="static 张贴的固定码；rotating 屏幕上每30秒更换的码")
    area: str
    action: str
    action_name: str
    quantity: float
    unit: str
    points: int
    grams: float
    daily_limit: int
    is_open: bool = Field(..., description="现在能不能记录")
    detail: str = Field(..., description="不能记录时，是为什么")


class PlaceLogIn(Strict):
    """What the scanned code carried."""

    token: str | None = Field(None, max_length=40, description="码里 t= 后面的内容；固定码没有")


class ActionOut(Schema):
    """An action of the catalogue. Figures in grams per unit; empty when it is not quantified."""

    code: str
    name: str
    category: str
    category_label: str
    unit: str
    icon: str
    summary: str
    audience: str
    is_open: bool = Field(..., description="现在能不能记录")
    quick_rank: int | None
    evidence: list[str]
    evidence_note: str
    max_per_log: float | None
    limit: float | None
    limit_period: str
    limit_counts: str
    choices: list[float]
    engagement_points: int
    plan_section: str
    method_version: str | None
    tier: str | None
    net_grams_per_unit: float | None


class ActionList(Schema):
    """The whole catalogue; it is short."""

    items: list[ActionOut]


class FactorOut(Schema):
    """A number out of a source."""

    code: str
    name: str
    value: float
    unit: str
    gas: str
    source: str
    confidence: str
    valid_from: date
    valid_to: date | None


class MethodOut(Schema):
    """How an action is counted: every figure can be followed to its source."""

    action: str
    version: str
    unit: str
    tier: str
    baseline_scenario: str
    baseline_grams: float | None
    project_grams: float | None
    net_grams: float | None
    low_grams: float | None
    high_grams: float | None
    self_share: float
    exclusive_group: str
    boundary: str
    gas: str
    formula: str
    notes: str
    source: str
    confidence: str
    valid_from: date
    valid_to: date | None
    factors: list[FactorOut]


class SealOut(Schema):
    """A closed day of the ledger. All hashes are SHA-256 in hex."""

    day: date
    count: int = Field(..., description="这一天有多少笔积分流水")
    points: int = Field(..., description="这些流水的积分之和")
    lines_hash: str = Field(..., description="这一天全部流水的哈希")
    previous_hash: str = Field(..., description="前一天的 hash；第一天之前是64个0")
    hash: str
    sealed_at: datetime


class SealPage(Schema):
    """One page of seals, newest first."""

    items: list[SealOut]
    next_cursor: date | None = Field(..., description="下一页用 ?cursor= 带上；没有更早的时为空")
