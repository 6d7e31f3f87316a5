"""Short-lived addresses of tickets' photos: signed, for one of the staff, for five minutes."""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from accounts.models import User
from feedback.models import Ticket

VALID = timedelta(minutes=5)
SALT = "feedback.photo"


def photo_url(*, ticket: Ticket, viewer: User) -> str:
    """Where this person sees the photo for five minutes; empty when there is none."""
    if not ticket.photo:
        return ""
    token = signing.dumps([ticket.pk, viewer.pk], salt=SALT)
    return reverse("feedback_desk:photo", args=[token])


def ticket_of(token: str, viewer: User) -> int | None:
    """The ticket of an address that was made for this person and is not too old."""
    try:
        ticket_id, viewer_id = signing.loads(token, salt=SALT, max_age=VALID)
    except signing.BadSignature:
        return None
    return int(ticket_id) if viewer_id == viewer.pk else None
