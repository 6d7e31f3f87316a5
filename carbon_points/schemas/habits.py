"""What the API takes and gives about weeks, choices, teams and boards."""

from datetime import date, datetime
from typing import Annotated

from ninja import Field, Schema

from core.api import Strict

Goal = Annotated[int | None, Field(ge=1, le=7, description="我自己的每周目标天数，1到7；不设时为空")]


class DayOut(Schema):
    """One day of the running week."""

    day: date
    done: bool


class WeekOut(Schema):
    """My running week, from Monday."""

    days: list[DayOut]
    done: int = Field(..., description="本周有记录的天数")
    total: int = Field(..., description="累计有记录的天数")
    goal: int | None = Field(..., description="我自己的每周目标；没有设时为空")
    goal_reached: bool


class HabitsOut(Schema):
    """What I chose."""

    weekly_goal: int | None
    shows_week: bool
    shows_badges: bool
    in_ranking: bool
    year_account: bool


class HabitsIn(Strict):
    """What I choose; everything at once."""

    weekly_goal: Goal = None
    shows_week: bool
    shows_badges: bool
    in_ranking: bool = Field(..., description="参加个人排行：本人已满18岁，并同意显示化名")
    year_account: bool


class TeamOut(Schema):
    """A team of mine and its running week."""

    id: int
    name: str
    organisation: str = Field(..., description="所属单位；没有时为空")
    members: int
    people: int = Field(..., description="本周记录过的人数")
    logs: int = Field(..., description="本周全队有效记录次数")
    goal: int = Field(..., description="本周共同目标（次）")
    percent: int


class TeamsOut(Schema):
    """All my teams."""

    items: list[TeamOut]


class TeamCodeIn(Strict):
    """The code that a captain told."""

    code: str = Field(..., min_length=1, max_length=40, description="六个字母的加入码")


class BoardLineOut(Schema):
    """A group and how many of it took part."""

    name: str
    percent: int | None = Field(..., description="取整到5%的百分比；人数较少、不公布时为空")


class BoardOut(Schema):
    """A board of the running week."""

    board: str
    week: date = Field(..., description="星期一")
    updated_at: datetime | None
    note: str
    items: list[BoardLineOut]
    next_cursor: int | None = Field(..., description="下一页用 ?cursor= 带上；没有更多时为空")
