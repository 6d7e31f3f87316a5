"""What the API of applying takes and gives."""

from datetime import datetime

from ninja import Field, Schema

from core.api import Strict
from core.converters import LARGEST_ID


class BeginIn(Strict):
    """For whom: an organisation, or, without one, the own family or the own work."""

    organisation: int | None = Field(None, ge=1, le=LARGEST_ID, strict=True, description="不写就是家庭或本人")
    name: str = Field("", max_length=60, description="家庭公布用的名称；不写就用家庭的名称")


class AnswersIn(Strict):
    """Fields of the form, by name; those that are not given stay as they are."""

    revision: int = Field(..., ge=0, le=LARGEST_ID, strict=True, description="读到的 revision")
    values: dict[str, str] = Field(
        ...,
        max_length=300,
        description="score-1.1 自评分；words-1.1 说明；veto-3 写 on 表示不涉及；name；作品还有 title、words、"
        "video_url、guardian_consent",
    )


class EntryOut(Schema):
    """An entry of mine or of my organisation."""

    id: int
    contest_id: int
    contest: str
    number: int
    organisation: int | None
    name: str
    state: str = Field(..., description="draft、submitted、returned、accepted、refused、withdrawn")
    reason: str = Field(..., description="退回或未通过的原因")
    revision: int
    values: dict[str, str]
    missing: list[str]
    files: int
    submitted_at: datetime | None


class EntryRow(Schema):
    """One of the list."""

    id: int
    contest_id: int
    contest: str
    number: int
    organisation: int | None
    name: str
    state: str
    submitted_at: datetime | None


class EntryPage(Schema):
    """Mine, the latest first."""

    items: list[EntryRow]
    next_cursor: int | None
