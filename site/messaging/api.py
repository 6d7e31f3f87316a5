"""The API of the inbox."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from accounts.api_auth import token_or_session
from core.api import Nothing
from core.cursors import Cursor, Limit, RowNumber, page_before
from core.idempotency import idempotent
from messaging.models import Message
from messaging.selectors import messages_of, unread_count
from messaging.services import mark_read

router = Router()
Unread = Annotated[bool, Query(description="true：只要未读的")]


class MessageOut(Schema):
    """A message in my inbox."""

    id: int
    kind: str = Field(..., description="类别，中文名见 kind_label")
    kind_label: str
    title: str
    body: str = Field(..., description="纯文本")
    url: str = Field(..., description="在本站的去处，没有时为空")
    created_at: datetime
    read_at: datetime | None = Field(..., description="未读时为空")


class MessagePage(Schema):
    """One page of messages, latest first."""

    items: list[MessageOut]
    unread: int = Field(..., description="全部未读消息的条数")
    next_cursor: int | None = Field(..., description="下一页用 ?cursor= 带上；没有更多时为空")


@router.get("/me/messages", response=MessagePage, tags=["消息"], summary="我的消息", auth=token_or_session)
def list_messages(
    request: HttpRequest, cursor: Cursor = None, limit: Limit = 20, unread: Unread = False
) -> MessagePage:
    """My messages, latest first. Reading the list marks nothing as read."""
    user = request.auth  # type: ignore[attr-defined]
    rows, following = page_before(messages_of(user, unread=unread), cursor, limit)
    return MessagePage(
        items=[_message_out(row) for row in rows], unread=unread_count(user), next_cursor=following
    )


@router.post(
    "/me/messages/{message_id}/read",
    response=MessageOut,
    tags=["消息"],
    summary="把一条消息标为已读",
    auth=token_or_session,
)
@idempotent
def read_message(request: HttpRequest, message_id: RowNumber, body: Nothing | None = None) -> MessageOut:
    """Mark my own message as read; the moment of the first time is kept."""
    user = request.auth  # type: ignore[attr-defined]
    return _message_out(mark_read(user=user, message_id=message_id))


def _message_out(row: Message) -> MessageOut:
    return MessageOut(
        id=row.pk,
        kind=row.kind,
        kind_label=row.get_kind_display(),
        title=row.title,
        body=row.body,
        url=row.url,
        created_at=row.created_at,
        read_at=row.read_at,
    )
