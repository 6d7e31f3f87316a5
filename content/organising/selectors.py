"""An organiser's campaigns, and how far each has come."""

from dataclasses import dataclass

from django.db.models import QuerySet
from wagtail.models import TaskState, WorkflowState

from accounts.models import Organisation, User
from accounts.selectors.organisations import organisations_of
from campaigns.models import Campaign
from campaigns.selectors.people import RUNNERS
from content.models import CampaignPage
from core import clock
from core.refusals import NotFound


@dataclass(frozen=True, slots=True)
class OwnCampaign:
    """A page with its state in a word; `reason` when it was sent back; `campaign` once it is public."""

    page: CampaignPage
    label: str
    colour: str
    reason: str
    is_editable: bool
    campaign: Campaign | None


def organisation_of(user: User, code: str) -> Organisation:
    """An organisation in whose name a person may write. Raises NotFound."""
    found = organisations_of(user, roles=RUNNERS).select_related("area").filter(code=code).first()
    if found is None:
        raise NotFound("没有找到这个组织，或者您不是它的负责人或工作人员。")
    return found


def own_pages(organisation: Organisation) -> "QuerySet[CampaignPage]":
    """All campaigns of an organisation, the newest first."""
    rows: QuerySet[CampaignPage] = CampaignPage.objects.filter(organisation=organisation)
    return rows.order_by("-pk")


def own_page(organisation: Organisation, page_id: int) -> CampaignPage:
    """One of them. Raises NotFound."""
    page = own_pages(organisation).filter(pk=page_id).first()
    if page is None:
        raise NotFound("没有这个活动，请回到列表里重新选择。")
    return page


def with_states(pages: "list[CampaignPage]") -> list[OwnCampaign]:
    """How far each has come. Three queries."""
    keys = [str(page.pk) for page in pages]
    states: dict[str, WorkflowState] = {}
    rows = WorkflowState.objects.filter(object_id__in=keys).select_related("current_task_state__task")
    for state in rows.order_by("pk"):
        states[state.object_id] = state
    campaigns = {one.page_id: one for one in Campaign.objects.filter(page__in=pages)}
    return [_own(page, states.get(str(page.pk)), campaigns.get(page.pk)) for page in pages]


def _own(page: CampaignPage, state: WorkflowState | None, campaign: Campaign | None) -> OwnCampaign:
    task: TaskState | None = state.current_task_state if state else None
    if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS:
        return OwnCampaign(page, f"审核中：{task.task.name if task else ''}", "warn", "", False, campaign)
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        reason = task.comment if task else ""
        return OwnCampaign(page, "退回修改", "seal", reason, True, campaign)
    if campaign is not None and campaign.state == Campaign.State.CANCELLED:
        return OwnCampaign(page, "已取消", "", "", False, campaign)
    if page.live:
        is_over = campaign is not None and campaign.ends_on is not None and campaign.ends_on < clock.today()
        label = "已结束" if is_over else "公开"
        return OwnCampaign(page, label, "" if is_over else "river", "", not is_over, campaign)
    return OwnCampaign(page, "草稿", "", "", True, None)
