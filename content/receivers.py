"""What follows when a page becomes public or no longer is."""

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from campaigns.contests.services import publishing as contests
from campaigns.services.publishing import withdraw
from content.models import CampaignPage, ContestPage
from content.services.campaigns import publish_campaign, readdress_campaigns
from content.services.contests import publish_contest, readdress_contests


@receiver(page_published, sender=CampaignPage)
def campaign_published(instance: CampaignPage, **kwargs: Any) -> None:
    """People can register from now on; in the transaction that makes the page public."""
    if instance.live:
        publish_campaign(instance)


@receiver(page_unpublished, sender=CampaignPage)
@receiver(pre_delete, sender=CampaignPage)
def campaign_withdrawn(instance: CampaignPage, **kwargs: Any) -> None:
    """Nobody begins anything any more."""
    withdraw(page_id=instance.pk)


@receiver(page_published, sender=ContestPage)
def contest_published(instance: ContestPage, **kwargs: Any) -> None:
    """Its days run from now on; in the transaction that makes the page public."""
    if instance.live:
        publish_contest(instance)


@receiver(page_unpublished, sender=ContestPage)
@receiver(pre_delete, sender=ContestPage)
def contest_withdrawn(instance: ContestPage, **kwargs: Any) -> None:
    """Nobody begins anything any more."""
    contests.withdraw(page_id=instance.pk)


@receiver(page_slug_changed)
@receiver(post_page_move)
def pages_moved(instance: Any, **kwargs: Any) -> None:
    """Links in messages and on posters lead to where the page is now."""
    readdress_campaigns(below=instance)
    readdress_contests(below=instance)
