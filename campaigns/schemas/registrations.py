"""What the API of registrations takes and gives."""

from datetime import datetime
from uuid import UUID

from ninja import Field, Schema

from core.api import Strict
from core.converters import LARGEST_ID


class SessionOut(Schema):
    """One time and place."""

    id: int
    name: str
    starts_at: datetime
    ends_at: datetime
    place: str
    address: str
    latitude: float | None = Field(..., description="GCJ-02 坐标")
    longitude: float | None
    accessibility: str
    capacity: int | None = Field(..., description="名额；没有就是不限")
    seats_left: int | None
    most_places: int
    opens_at: datetime | None
    closes_at: datetime
    cancel_until: datetime
    state: str = Field(
        ..., description="报名中、可候补、即将开始报名、已满、报名截止、进行中、已结束、已取消"
    )


class CampaignOut(Schema):
    """A campaign with its sessions."""

    id: int
    kind: str = Field(..., description="event、pledge、quiz、challenge、photos")
    title: str
    summary: str
    url: str
    organiser: str
    contact: str
    state: str
    for_children: bool
    asks_phone: bool
    sessions: list[SessionOut]


class CampaignList(Schema):
    """What is not over, the next one first."""

    items: list[CampaignOut]


class RegisterIn(Strict):
    """Whom for, how many, and what the organiser asks."""

    session: int | None = Field(None, ge=1, le=LARGEST_ID, strict=True, description="只有一场时可以不写")
    places: int = Field(1, ge=1, le=10, strict=True)
    name: str = Field("", max_length=40)
    answers: dict[UUID, str] = Field({}, max_length=20)
    wants_sms: bool = False
    for_person: int = Field(
        0, ge=1, le=LARGEST_ID, strict=True, description="为自己代管的家人报名：GET /me/family 里的 id"
    )


class RegistrationOut(Schema):
    """One of mine, or of whom I keep."""

    id: int
    campaign_id: int
    session_id: int
    title: str
    starts_at: datetime
    place: str
    state: str = Field(..., description="confirmed 已报名；waiting 候补中；cancelled 已取消")
    number: int
    places: int
    ahead: int = Field(..., description="候补时前面还有几位")


class RegistrationPage(Schema):
    """Mine, the latest first."""

    items: list[RegistrationOut]
    next_cursor: int | None
