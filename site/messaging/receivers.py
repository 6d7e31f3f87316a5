"""What the inbox does when something happens in the apps below."""

from datetime import datetime

from accounts.erasing import on_erasure
from accounts.exporting import exports, moment
from accounts.models import User
from messaging.selectors import messages_of
from messaging.services import empty_inbox


@exports("消息")
def inbox(user: User) -> list[dict[str, str]]:
    """Every message, latest first. One query."""
    return [
        {"时间": moment(row.created_at), "标题": row.title, "内容": row.body} for row in messages_of(user)
    ]


# Steps run in alphabetical order: this one also takes away what the others wrote into the inbox.
@on_erasure("zz messaging")
def forget(*, user: User, now: datetime) -> None:
    """Empty the inbox of a person whose account is erased."""
    empty_inbox(user=user)
