"""What happens to photos when something happens elsewhere."""

from datetime import datetime

from accounts.erasing import on_erasure
from accounts.models import User
from media.services.use import forget_pictures_of


@on_erasure("media")
def forget_pictures(*, user: User, now: datetime) -> None:
    """Pictures of an erased person are removed."""
    forget_pictures_of(owner=user, now=now)
