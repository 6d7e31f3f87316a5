"""The only writers of the inbox."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from core import clock
from core.addresses import is_own_path
from core.jobs import enqueue
from core.refusals import NotFound
from core.text import clean
from messaging import channels
from messaging.models import KEY_LENGTH, TITLE_LENGTH, URL_LENGTH, Message

BATCH = 500


@dataclass(frozen=True, slots=True)
class Notice:
    """What `notify_many` writes for one person; the fields are those of `notify`."""

    user_id: int
    kind: str
    title: str
    key: str
    body: str = ""
    url: str = ""


@transaction.atomic
def notify(*, user: User, kind: str, title: str, body: str = "", url: str = "", key: str) -> Message:
    """Put a message into somebody's inbox, in the caller's transaction.

    The same `key` (what happened, at most 160 characters) is written once for each person: the first message
    comes back. `title` and `body` are plain text; a title of more than 60 characters is cut. `url` is a path
    of this site. Raises ValueError for another url, an unknown kind or a bad key: mistakes of our own code.
    """
    row = _row(Notice(user.pk, kind, title, key, body, url))
    found, new = Message.objects.get_or_create(
        recipient=user,
        key=key,
        defaults={"kind": row.kind, "title": row.title, "body": row.body, "url": row.url},
    )
    if new and channels.any_for([row.kind]):
        channels.enqueue_copies([found.pk])
    return found


@transaction.atomic
def notify_many(notices: Iterable[Notice]) -> int:
    """The same for thousands, 500 at a time; how many were not told before. Raises ValueError like `notify`.

    All or nothing: who has millions to tell calls it for a portion of them at a time.
    """
    # Sorted, so that two runs at once wait for each other instead of both being refused.
    rows = sorted((_row(notice) for notice in notices), key=lambda row: (row.recipient_id, row.key))
    return sum(_write(rows[start : start + BATCH]) for start in range(0, len(rows), BATCH))


@transaction.atomic
def mark_read(*, user: User, message_id: int) -> Message:
    """Note when one's own message was first opened. Raises NotFound for somebody else's."""
    mine = Message.objects.filter(recipient=user, pk=message_id)
    mine.filter(read_at=None).update(read_at=clock.now())
    message = mine.first()
    if message is None:
        raise NotFound("没有这条消息，它可能已经过期清理。")
    return message


@transaction.atomic
def mark_all_read(*, user: User) -> int:
    """Mark everything in somebody's inbox as read; how many messages were unread."""
    return Message.objects.filter(recipient=user, read_at=None).update(read_at=clock.now())


@transaction.atomic
def empty_inbox(*, user: User) -> int:
    """Delete all messages of a person who leaves; how many."""
    return Message.objects.filter(recipient=user).delete()[0]


@transaction.atomic
def purge(*, before: datetime) -> int:
    """Delete messages written before a moment, read or not; how many."""
    return Message.objects.filter(created_at__lt=before).delete()[0]


def _row(notice: Notice) -> Message:
    """A message ready to be written; the database would refuse some of these faults only on PostgreSQL."""
    if notice.kind not in Message.Kind.values:
        raise ValueError(f"unknown kind of message: {notice.kind!r}")
    if not 1 <= len(notice.key) <= KEY_LENGTH:
        raise ValueError(f"a key has 1 to {KEY_LENGTH} characters: {notice.key!r}")
    if notice.url and not (len(notice.url) <= URL_LENGTH and is_own_path(notice.url)):
        raise ValueError(f"not a path of this site: {notice.url!r}")
    title = " ".join(clean(notice.title).split())
    if not title:
        raise ValueError("a message has a title")
    return Message(
        recipient_id=notice.user_id,
        kind=notice.kind,
        # A name in it may be long; what happened is not undone because of that.
        title=title if len(title) <= TITLE_LENGTH else f"{title[: TITLE_LENGTH - 1]}…",
        body=clean(notice.body).strip(),
        url=notice.url,
        key=notice.key,
    )


def _write(rows: Sequence[Message]) -> int:
    """Insert those that are not there yet. A twin that runs at the same time changes nothing."""
    there = set(_stored(rows).values_list("recipient_id", "key"))
    new = [row for row in rows if (row.recipient_id, row.key) not in there]
    Message.objects.bulk_create(new, ignore_conflicts=True)
    if new and channels.any_for({row.kind for row in new}):
        # Jobs for each message follow in the job's own transaction: this one may belong to a long list.
        enqueue("messaging.tasks.send_copies", message_ids=list(_stored(new).values_list("pk", flat=True)))
    return len(new)


def _stored(rows: Sequence[Message]) -> QuerySet[Message]:
    """The messages in the database that may be these: their people's, under their keys."""
    return Message.objects.filter(
        recipient__in={row.recipient_id for row in rows}, key__in={row.key for row in rows}
    )
