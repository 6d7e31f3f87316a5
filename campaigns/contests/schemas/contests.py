"""What the API tells of contests."""

from datetime import date
from decimal import Decimal

from ninja import Field, Schema


class StepOut(Schema):
    """A phase with its days."""

    phase: str = Field(
        ...,
        description="enrol 报名、materials 材料、screening 初审、visits 现场核查、judging 评审、notice 公示、"
        "announced 公布、recheck 复核",
    )
    name: str
    first: date | None = Field(..., description="第一天；没有就是上一步结束的第二天")
    until: date | None = Field(..., description="最后一天；公布没有最后一天")
    is_now: bool
    is_over: bool


class LevelOut(Schema):
    """An award."""

    name: str
    at_least: Decimal = Field(..., description="百分制，至少几分")
    most: int | None = Field(..., description="最多几个；没有就是不限")


class StandardOut(Schema):
    """The version of a standard that holds from the first day to the last."""

    id: int
    code: str
    version: int
    title: str
    is_draft: bool = Field(..., description="草案，没有经主管部门确认")


class ContestOut(Schema):
    """A contest as its page says it."""

    id: int
    kind: str = Field(..., description="family、school、agency、shop、restaurant、community、works")
    title: str
    summary: str
    url: str
    year: int
    organiser: str
    contact: str
    state: str = Field(..., description="open 公开、cancelled 已取消")
    cancel_reason: str
    phase: str = Field(..., description="今天的阶段：before 未开始、over 已结束，其余同 steps")
    standard: StandardOut
    jurors_per_entry: int
    normalisation: str = Field(..., description="plain 直接平均、centred 校正松紧后平均")
    for_pupils: bool
    shows_likes: bool
    steps: list[StepOut]
    levels: list[LevelOut]


class ContestList(Schema):
    """What takes entries first, by its deadline."""

    items: list[ContestOut]
