"""What goes when somebody's account is erased."""

from datetime import datetime

from accounts.erasing import on_erasure
from accounts.models import User
from campaigns.models import Pledge, QuizEntry
from campaigns.services.online.wall import remove_all_of


@on_erasure("campaigns-online")
def forget_online(*, user: User, now: datetime) -> None:
    """Pledges, quiz entries and pictures go; records stay without a name, as everywhere."""
    Pledge.objects.filter(resident=user).delete()
    QuizEntry.objects.filter(resident=user).delete()
    remove_all_of(user=user)
