"""What people are told about what they registered for: in their inbox, or their keeper's."""

from collections.abc import Iterable

from campaigns.models import Registration
from messaging.models import Message
from messaging.services import Notice, notify_many


def notice_of(registration: Registration, *, happened: str, title: str, body: str) -> Notice:
    """One message about one registration; the same happening is told once."""
    resident = registration.resident
    return Notice(
        user_id=resident.kept_by_id or resident.pk,
        kind=Message.Kind.CAMPAIGN,
        title=title,
        body=body,
        url=f"/me/campaigns/{registration.pk}/",
        key=f"registration:{registration.pk}:{happened}",
    )


def tell(notices: Iterable[Notice]) -> int:
    """Write them, in the caller's transaction; how many were new."""
    return notify_many(notices)


def registration_of(key: str) -> tuple[int, str, str] | None:
    """Of a message's key: the registration's number, what happened, and of when; None for other messages."""
    parts = key.split(":")
    if len(parts) < 3 or parts[0] != "registration" or not parts[1].isdecimal():
        return None
    return int(parts[1]), parts[2], ":".join(parts[3:])
