"""What goes with an erased person: the six digits they showed, and that a helper searched for them."""

from datetime import datetime

from accounts.erasing import on_erasure
from accounts.models import User
from carbon_points.services.helper_traces import forget_traces_of


@on_erasure("carbon_points_desk")
def forget_traces(*, user: User, now: datetime) -> None:
    """The search itself stays counted for the helper, without whom it found."""
    forget_traces_of(user=user)
