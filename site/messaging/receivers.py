"""What the inbox does when something happens in the apps below."""

from datetime import datetime

from accounts.erasing import on_erasure
from accounts.exporting import exports, moment
from accounts.models import User
from accounts.telling import tells
from messaging.models import Message
from messaging.selectors import messages_of
from messaging.services import empty_inbox, notify


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


@tells
def into_the_inbox(*, user: User, title: str, body: str, url: str, key: str) -> None:
    """What the accounts app has to say."""
    notify(user=user, kind=Message.Kind.SYSTEM, title=title, body=body, url=url, key=key)
