"""What happens to submissions when something happens elsewhere."""

from datetime import datetime

from accounts.erasing import on_erasure
from accounts.models import User
from carbon_points.services.submissions import forget_submissions_of


@on_erasure("aa submissions")
def forget_submissions(*, user: User, now: datetime) -> None:
    """What an erased person handed in is withdrawn, their words are removed. Before accounts are locked."""
    forget_submissions_of(resident=user, now=now)
