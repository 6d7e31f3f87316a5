"""Campaigns as everybody finds them."""

from campaigns.models import Campaign
from core.refusals import NotFound


def campaign_with_page(campaign_id: int) -> Campaign:
    """A campaign whose page is there, called off or not. Raises NotFound. One query."""
    rows = Campaign.objects.exclude(state=Campaign.State.WITHDRAWN).exclude(url="")
    campaign = rows.filter(pk=campaign_id).first()
    if campaign is None:
        raise NotFound("没有这个活动，它可能已经撤下。")
    return campaign
