"""Short-lived addresses of evidence photos: signed, for one viewer, for five minutes."""

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.urls import reverse

from accounts.models import User
from media.models import EvidencePhoto

VALID = timedelta(minutes=5)
SALT = "media.evidence"
PERMISSION = "media.view_evidencephoto"


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a signed address says: which photo, who may look, whether its time is over."""

    photo_id: int
    viewer_id: int
    expired: bool


def evidence_url(*, photo: EvidencePhoto, viewer: User) -> str:
    """Where this viewer, and nobody else, sees the photo for the next five minutes."""
    token = signing.dumps([photo.pk, viewer.pk], salt=SALT)
    return reverse("evidence", args=[token])


def read_ticket(token: str) -> Ticket | None:
    """What the address says; None when we did not write it."""
    try:
        photo_id, viewer_id = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    try:
        signing.loads(token, salt=SALT, max_age=VALID)
    except signing.SignatureExpired:
        return Ticket(photo_id, viewer_id, expired=True)
    return Ticket(photo_id, viewer_id, expired=False)


def may_see(*, photo: EvidencePhoto, viewer: User) -> bool:
    """Its owner, and staff who were given the right."""
    return photo.owner_id == viewer.pk or viewer.has_perm(PERMISSION)
