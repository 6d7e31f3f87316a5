"""What goes when somebody's account is erased."""

from django.db import transaction

from accounts.models import User
from campaigns.models import Pledge, QuizEntry
from campaigns.services.online.wall import remove_all_of


@transaction.atomic
def forget_online(*, resident: User) -> None:
    """Pledges, quiz entries and pictures go; records stay without a name, as everywhere."""
    Pledge.objects.filter(resident=resident).delete()
    QuizEntry.objects.filter(resident=resident).delete()
    remove_all_of(user=resident)
