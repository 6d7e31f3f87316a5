"""The API of likes."""

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Status

from accounts.api_auth import token_or_session
from accounts.models import User
from campaigns.contests.services import likes
from core.api import Nothing
from core.cursors import RowNumber
from core.idempotency import idempotent

router = Router(tags=["绿色创建评选"])


class LikeOut(Schema):
    """Whether I like a work today. How many do is shown when likes are no longer taken."""

    liked: bool


@router.post("/entries/{entry_id}/like", response={201: LikeOut}, auth=token_or_session, summary="给作品点赞")
@idempotent
def like(request: HttpRequest, entry_id: RowNumber, body: Nothing | None = None) -> Status[LikeOut]:
    """Like a work that is on show; once a day, and it decides nothing."""
    user: User = request.auth  # type: ignore[attr-defined]
    likes.like(by=user, entry_id=entry_id)
    return Status(201, LikeOut(liked=True))


@router.post(
    "/entries/{entry_id}/like/back", response=LikeOut, auth=token_or_session, summary="收回今天的点赞"
)
def take_back(request: HttpRequest, entry_id: RowNumber, body: Nothing | None = None) -> LikeOut:
    """Take today's like back; without one, nothing changes."""
    user: User = request.auth  # type: ignore[attr-defined]
    likes.take_back(by=user, entry_id=entry_id)
    return LikeOut(liked=False)
