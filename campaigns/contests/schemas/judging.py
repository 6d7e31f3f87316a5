"""What the API of judging takes and gives: labels and one's own marks, never who it is."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from ninja import Field, Schema
from pydantic import StringConstraints

from core.api import Strict

Key = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,3}(\.[0-9]{1,3}){0,2}$", max_length=8)]


class MarkOfMine(Strict):
    """One criterion."""

    criterion: Key = Field(..., description="指标编号，例如 1.1")
    points: float | None = Field(None, ge=0, le=1000, strict=True, description="分，最小 0.5；否决项不写")
    vetoed: bool = Field(False, strict=True)
    comment: str = Field("", max_length=300)


class ScoresIn(Strict):
    """A whole sheet: what is not in it is empty."""

    revision: int = Field(..., ge=0, le=10**9, strict=True, description="读到的 revision")
    marks: list[MarkOfMine] = Field([], max_length=200)
    words: str = Field("", max_length=1000)
    lock: bool = Field(False, strict=True, description="同时锁定；锁定后不能再改")


class AssignmentOut(Schema):
    """One entry that I judge."""

    entry: int
    label: str = Field(..., description="编号，评委只知道编号")
    contest: int
    contest_title: str
    judging_until: date
    state: str = Field(..., description="open、locked")
    revision: int
    words: str
    marks: list[MarkOfMine]


class AssignmentPage(Schema):
    """Mine, the latest first."""

    items: list[AssignmentOut]
    next_cursor: int | None


def points_of(value: float | None) -> Decimal | None:
    """As it was written, without the dust of binary fractions."""
    return None if value is None else Decimal(str(value))
