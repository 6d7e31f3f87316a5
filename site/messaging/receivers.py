"""What the inbox does when something happens in the apps below."""

from datetime import datetime

from accounts.erasing import on_erasure
from accounts.models import User
from messaging.services import empty_inbox


# Steps run in alphabetical order: this one also takes away what the others wrote into the inbox.
@on_erasure("zz messaging")
def forget(*, user: User, now: datetime) -> None:
    """Empty the inbox of a person whose account is erased."""
    empty_inbox(user=user)
