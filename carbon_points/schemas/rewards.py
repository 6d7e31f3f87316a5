"""What the API of rewards takes and gives. Prices are points."""

from datetime import date, datetime

from ninja import Field, Schema

from carbon_points.models.ledger import MOST_POINTS
from core.api import Strict
from core.converters import LARGEST_ID


class RedeemIn(Strict):
    """Whose points are used; without a body one's own."""

    for_person: int = Field(
        0, ge=1, le=LARGEST_ID, strict=True, description="用自己代管的家人的积分：GET /me/family 里的 id"
    )


class RewardOut(Schema):
    """A reward with what it costs today."""

    id: int
    name: str
    summary: str
    detail: str
    icon: str
    provider: str
    place_note: str
    area: str
    price: int = Field(..., description="现在需要多少积分；0 表示还没有定价")
    per_person: int
    per_period: str = Field(..., description="month 每人每月；其他值表示每人一共")
    valid_days: int
    stock_left: int
    opens_on: date
    closes_on: date | None
    is_example: bool
    state: str = Field(
        ..., description="open 可以兑换；sold_out 兑完；budget_used_up 本月名额用完；reward_closed 不能兑换"
    )
    why_not: str = Field(..., description="不能兑换时的说明")


class RewardList(Schema):
    """All rewards that are shown; they fit on one page."""

    items: list[RewardOut]


class VoucherOut(Schema):
    """One of my vouchers. The code is for its owner alone."""

    id: int
    reward_id: int
    reward: str
    provider: str
    place_note: str
    price: int
    state: str = Field(..., description="issued 待使用；redeemed 已核销；cancelled 已退回；expired 过期退回")
    issued_at: datetime
    valid_until: datetime
    redeemed_at: datetime | None
    code: str = Field(default="", description="八位兑换码，只在待使用时给出")


class VoucherAnswer(Schema):
    """A voucher."""

    voucher: VoucherOut


class VoucherPage(Schema):
    """One page of vouchers, latest first."""

    items: list[VoucherOut]
    next_cursor: int | None


class UsedOut(Schema):
    """What a desk sees of a voucher: nothing that says whose it is."""

    id: int
    reward: str
    points: int
    state: str
    redeemed_at: datetime | None
    take_back_until: datetime | None


class UsedAnswer(Schema):
    """A voucher at the desk."""

    voucher: UsedOut


class TakeBackIn(Strict):
    """Why a use is taken back."""

    reason: str = Field(..., min_length=1, max_length=120)


class CauseOut(Schema):
    """A public cause."""

    id: int
    name: str
    summary: str
    detail: str
    promise: str
    goal: int | None
    is_open: bool
    points: int = Field(..., description="已经收到的积分")


class CauseList(Schema):
    """All causes."""

    items: list[CauseOut]


class DonationIn(Strict):
    """How many points to give."""

    points: int = Field(..., ge=1, le=MOST_POINTS)


class DonationOut(Schema):
    """A gift of points."""

    id: int
    cause_id: int
    points: int
    at: datetime


class BudgetOut(Schema):
    """A budget line in a month, in points."""

    line: str
    name: str
    funder: str
    month: str = Field(..., description="月份，例如 2026-12")
    budget: int = Field(..., description="这个月最多可以兑换的积分")
    committed: int = Field(..., description="已经占用：待使用和已核销的兑换码")
    redeemed: int = Field(..., description="其中已经核销")
    returned: int = Field(..., description="兑换后退回或过期退回的积分，不占预算")


class BurnOut(Schema):
    """What was done with points in a month."""

    month: str
    settled: int = Field(..., description="这个月核销的积分")
    donated: int = Field(..., description="这个月捐给公益项目的积分")


class BudgetReport(Schema):
    """Budgets, what is still owed to residents, and how fast points are used."""

    as_of: datetime
    points_held: int = Field(..., description="居民手里的积分")
    points_waiting: int = Field(..., description="在待使用兑换码里的积分")
    liability: int = Field(..., description="以上两项之和：还可以兑换的全部积分")
    points_expired: int = Field(..., description="历来过期的积分")
    months: list[BurnOut]
    budgets: list[BudgetOut]
