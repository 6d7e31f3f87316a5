"""What stands in somebody's inbox."""

from django.db.models import QuerySet

from accounts.models import User
from messaging.models import Message


def messages_of(user: User, kind: str = "", *, unread: bool = False) -> QuerySet[Message]:
    """A person's messages, latest first; of one kind, or only the unread ones, when asked."""
    rows = Message.objects.filter(recipient=user).order_by("-pk")
    if kind:
        rows = rows.filter(kind=kind)
    return rows.filter(read_at=None) if unread else rows


def unread_count(user: User) -> int:
    """How many messages a person has not opened."""
    return Message.objects.filter(recipient=user, read_at=None).count()


def kinds_of(user: User) -> list[Message.Kind]:
    """The kinds of which a person has messages, in the order of the list of kinds."""
    present = set(Message.objects.filter(recipient=user).order_by().values_list("kind", flat=True).distinct())
    return [kind for kind in Message.Kind if kind in present]
