"""What the desk does when something happens in the apps below."""

from datetime import datetime

from accounts.erasing import on_erasure
from accounts.models import User
from feedback.services.retention import forget_person


@on_erasure("feedback")
def forget(*, user: User, now: datetime) -> None:
    """Take the person out of their tickets."""
    forget_person(user=user)
