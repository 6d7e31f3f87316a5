"""What the API of attendance takes and gives."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema
from pydantic import AwareDatetime

from core.api import Strict
from core.converters import LARGEST_ID

MOST_SCANS = 100

Code = Annotated[
    str,
    Field(
        max_length=300,
        description="扫到的整个网址，或它的末尾：现场屏幕 12/AbCdEf1234，签到码 ticket/345/AbCdEf1234",
        examples=["12/AbCdEf1234"],
    ),
]
SeenAt = Annotated[AwareDatetime, Field(description="设备扫到的时刻，带时区；签到码以这一刻是否新鲜为准")]


class CheckInIn(Strict):
    """A code that was scanned: by a resident that of the screen, by staff that of a resident."""

    token: Code


class ScanIn(Strict):
    """One scan of a scanner."""

    nonce: UUID = Field(..., description="设备为这一次扫码取的编号；重复发送不会重复登记")
    code: Code
    seen_at: SeenAt


class BatchIn(Strict):
    """What a scanner kept while it had no network."""

    session: int = Field(..., ge=1, le=LARGEST_ID, strict=True, description="场次编号")
    scans: list[ScanIn] = Field(..., min_length=1, max_length=MOST_SCANS)


class CheckInOut(Schema):
    """Somebody came."""

    id: int
    session: int
    campaign: str
    state: str = Field(..., description="in 已签到；already 之前已经签到，没有重复登记")
    at: datetime
    places: int
    points: int
    detail: str = Field(..., description="没有积分时说明原因，否则为空")


class ScanOut(Schema):
    """What became of one scan."""

    nonce: UUID
    state: str = Field(..., description="in 已签到；already 之前已经签到；refused 没有登记")
    name: str
    at: datetime | None
    places: int
    points: int
    code: str = Field(..., description="被拒绝时的代码，否则为空")
    detail: str


class BatchOut(Schema):
    """One answer for each scan, in their order; how many people are there now."""

    items: list[ScanOut]
    people: int
