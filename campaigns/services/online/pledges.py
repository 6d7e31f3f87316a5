"""Pledges: given with one tap, taken back with another. Nothing is paid for them."""

from django.db import transaction

from accounts.models import User
from campaigns.models import Campaign, Pledge
from campaigns.services.online.opening import campaign_of, person, running
from core import clock


@transaction.atomic
def give_pledge(*, resident: User, campaign_id: int) -> Pledge:
    """Note that somebody pledges; a second tap gives the same pledge. Raises NoSuchCampaign or NotRunning."""
    resident = person(resident)
    earlier = Pledge.objects.filter(campaign=campaign_id, resident=resident).first()
    if earlier is not None:
        return earlier
    campaign = running(campaign_id, Campaign.Kind.PLEDGE)
    return Pledge.objects.create(campaign=campaign, resident=resident, at=clock.now())


@transaction.atomic
def take_pledge_back(*, resident: User, campaign_id: int) -> bool:
    """Take it back, at any time, also when the campaign is over; whether there was one.

    Raises NoSuchCampaign.
    """
    campaign = campaign_of(campaign_id, Campaign.Kind.PLEDGE)
    resident = person(resident)
    return bool(Pledge.objects.filter(campaign=campaign, resident=resident).delete()[0])
