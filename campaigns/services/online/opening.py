"""Whether somebody can take part now; asked by every service of this folder."""

from accounts.models import User
from accounts.refusals import AccountClosed
from accounts.services.rows import lock_user
from campaigns.models import Campaign
from campaigns.refusals.online import NoSuchCampaign, NotRunning
from campaigns.rules import online as rules
from core import clock


def person(user: User) -> User:
    """The row of whoever takes part, held. Raises AccountClosed when it was erased meanwhile."""
    row = lock_user(user)
    if not row.is_active:
        raise AccountClosed("这个账号已停用，不能再参加。")
    return row


def campaign_of(campaign_id: int, kind: Campaign.Kind) -> Campaign:
    """The campaign of this kind. Raises NoSuchCampaign."""
    row = Campaign.objects.select_related("action").filter(pk=campaign_id, kind=kind).first()
    if row is None:
        raise NoSuchCampaign("没有找到这个活动，请从活动页面重新进入。")
    return row


def running(campaign_id: int, kind: Campaign.Kind) -> Campaign:
    """The same, if one can begin today. Raises NoSuchCampaign or NotRunning."""
    row = campaign_of(campaign_id, kind)
    refuse_closed(row)
    phase = rules.phase(row.starts_on, row.ends_on, clock.today())
    if phase is rules.Phase.BEFORE:
        raise NotRunning(f"这个活动{rules.day_span(row.starts_on, None)}开始，到时候欢迎您来。")
    if phase is rules.Phase.OVER:
        raise NotRunning("这个活动已经结束，谢谢您的心意，欢迎看看其他活动。")
    return row


def refuse_closed(row: Campaign) -> None:
    """Raises NotRunning for a campaign that was cancelled or whose page is gone."""
    if row.state == Campaign.State.CANCELLED:
        raise NotRunning(f"这个活动取消了：{row.cancel_reason}欢迎看看其他活动。")
    if row.state != Campaign.State.OPEN:
        raise NotRunning("这个活动已经撤下，现在不能参加，欢迎看看其他活动。")
