"""Short-lived addresses of the files of entries: signed, for one viewer, for ten minutes."""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from accounts.models import User
from campaigns.contests.models import EntryFile

VALID = timedelta(minutes=10)
SALT = "contests.files"


def file_url(*, file: EntryFile, viewer: User) -> str:
    """Where this viewer, and nobody else, gets the file for the next minutes."""
    return reverse("contests:file", args=[signing.dumps([file.pk, viewer.pk], salt=SALT)])


def file_behind(token: str, viewer: User) -> int | None:
    """The file of an address made for this viewer; None for any other address, or one of long ago."""
    try:
        file_id, viewer_id = signing.loads(token, salt=SALT, max_age=VALID)
    except signing.BadSignature:
        return None
    return int(file_id) if viewer_id == viewer.pk else None
