"""What becomes of pledges, quizzes and pictures when an account ends."""

from datetime import datetime

from accounts.erasing import on_erasure
from accounts.models import User
from campaigns.services.online.leaving import forget_online


@on_erasure("campaigns-online")
def forget(*, user: User, now: datetime) -> None:
    """They go with the account."""
    forget_online(resident=user)
