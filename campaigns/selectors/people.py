"""Who may run a campaign: its screen, its scanner, its lists, its messages, its report."""

from django.db.models import QuerySet

from accounts.models import User
from accounts.models.organisations import Role
from accounts.selectors.organisations import organisations_of
from campaigns.models import Campaign
from core.refusals import NotFound

RUNNERS = (Role.HEAD, Role.STAFF)
RUN_ANY = "campaigns.run_campaign"


def may_run(user: User, campaign: Campaign) -> bool:
    """Heads and staff of the organising body, and staff of the site with the right to run any campaign."""
    return runs(user).filter(pk=campaign.pk).exists()


def runs(user: User) -> "QuerySet[Campaign]":
    """The campaigns that a person may run."""
    if not user.is_active:
        return Campaign.objects.none()
    if user.is_staff and user.has_perm(RUN_ANY):
        return Campaign.objects.all()
    return Campaign.objects.filter(organisation__in=organisations_of(user, roles=RUNNERS))


def campaign_run_by(user: User, campaign_id: int) -> Campaign:
    """The campaign, for somebody who may run it. Raises NotFound for everybody else."""
    campaign = runs(user).select_related("organisation", "area", "action").filter(pk=campaign_id).first()
    if campaign is None:
        raise NotFound("没有这个活动，或者您不是它的主办人员。")
    return campaign
