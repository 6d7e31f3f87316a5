"""Short-lived addresses of pictures that wait: signed, for one viewer, for ten minutes."""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from accounts.models import User
from campaigns.models import WallPhoto

VALID = timedelta(minutes=10)
SALT = "campaigns.wall"


def waiting_url(*, photo: WallPhoto, viewer: User) -> str:
    """Where this viewer, and nobody else, sees the picture for the next minutes."""
    return reverse("campaigns:wall-waiting-picture", args=[signing.dumps([photo.pk, viewer.pk], salt=SALT)])


def photo_behind(token: str, viewer: User) -> int | None:
    """The picture of an address made for this viewer; None for any other address, or one of long ago."""
    try:
        photo_id, viewer_id = signing.loads(token, salt=SALT, max_age=VALID)
    except signing.BadSignature:
        return None
    return int(photo_id) if viewer_id == viewer.pk else None
