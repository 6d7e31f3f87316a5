"""Writing an organiser's campaign: a draft below the column, handed in to the three reviewers."""

from datetime import datetime, timedelta
from typing import Any

from bs4 import BeautifulSoup
from django.db import transaction
from django.utils.html import escape
from wagtail.models import Page, WorkflowState

from accounts.models import Organisation, User
from campaigns.models import Campaign
from carbon_points.models import Action
from content.models import CampaignIndexPage, CampaignPage, CampaignPageSession
from content.organising.templates import Template
from core.refusals import NotFound, Refused

TICKS = {
    "school": "for_schools",
    "family": "for_families",
    "community": "for_communities",
    "enterprise": "for_enterprises",
    "agency": "for_agencies",
}


class UnderReview(Refused):
    """Reviewers are reading it."""

    code = "under_review"


class NotThisForm(Refused):
    """The form knows one time and one place; this campaign has none."""

    code = "not_this_form"


@transaction.atomic
def begin_campaign(
    *, organisation: Organisation, by: User, template: Template, values: dict[str, Any]
) -> CampaignPage:
    """A draft from a template, in the name of who wrote it. Raises NotFound without a column."""
    column = CampaignIndexPage.objects.first()
    if column is None:
        raise NotFound("网站还没有“活动”栏目，请联系管理员。")
    page = CampaignPage(
        live=False,
        owner=by,
        organisation=organisation,
        area=organisation.area,
        source=organisation.name,
        for_children=template.for_children,
        points_action=Action.objects.filter(code=template.action).first(),
        **{TICKS[code]: True for code in template.audiences},
    )
    page.sessions = [CampaignPageSession()]
    _write(page, values)
    column.add_child(instance=page)
    page.save_revision(user=by)
    return page


@transaction.atomic
def change_campaign(*, page: CampaignPage, by: User, values: dict[str, Any]) -> CampaignPage:
    """Write the draft anew; what is public stays as it is. Raises UnderReview and NotThisForm."""
    refuse_under_review(page)
    draft = _draft_of(page)
    _write(draft, values)
    draft.save_revision(user=by)
    return draft


@transaction.atomic
def hand_in(*, page: Page, by: User) -> WorkflowState:
    """Give the draft to the three reviewers. Raises UnderReview when they have it already."""
    refuse_under_review(page)
    sent_back: WorkflowState | None = page.current_workflow_state
    if sent_back is not None:
        # What is sent in again begins at the first review that this text lacks.
        sent_back.resume(user=by)
        return sent_back
    workflow = page.get_workflow()
    if workflow is None:
        raise UnderReview("网站还没有设置审核流程，请联系管理员。")
    state: WorkflowState = workflow.start(page, by)
    return state


@transaction.atomic
def take_back(*, page: CampaignPage, by: User) -> None:
    """Take the draft back from the reviewers, to go on writing."""
    state = page.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS:
        state.cancel(user=by)


def refuse_under_review(page: Page) -> None:
    """Raise UnderReview while reviewers read it."""
    state = page.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS:
        raise UnderReview("正在审核，不能再改；要改请先撤回。")


def _write(page: CampaignPage, values: dict[str, Any]) -> None:
    for name in ("title", "summary", "contact", "what_to_bring"):
        setattr(page, name, values[name])
    page.draft_title = page.title
    page.body = paragraphs_of(values["words"])
    # Sessions that an editor added stay as they are: the form shows only the first.
    session, *others = page.sessions.all() or [CampaignPageSession()]
    _move(session, values["starts_at"], values["hours"])
    session.place, session.capacity = values["place"], values["capacity"]
    session.most_places = values["most_places"]
    page.sessions = [session, *others]


def _move(session: CampaignPageSession, starts_at: datetime, hours: int) -> None:
    """Another time. The deadlines that an editor set keep their distance from the beginning."""
    moved = starts_at - session.starts_at if session.starts_at else timedelta(0)
    session.starts_at, session.ends_at = starts_at, starts_at + timedelta(hours=hours)
    for name in ("closes_at", "cancel_until"):
        deadline = getattr(session, name)
        if deadline is not None:
            setattr(session, name, min(deadline + moved, session.ends_at))
    if session.opens_at and session.opens_at >= (session.closes_at or session.starts_at):
        session.opens_at = None


def _draft_of(page: CampaignPage) -> CampaignPage:
    draft: CampaignPage = page.get_latest_revision_as_object()
    if draft.kind != Campaign.Kind.EVENT or not draft.sessions.all():
        raise NotThisForm("这个活动不是用这张表写的，要修改请联系网站编辑。")
    return draft


def paragraphs_of(words: str) -> list[tuple[str, Any]]:
    """Plain words as pieces of a body; an empty line begins a new one."""
    parts = [part.strip() for part in words.replace("\r\n", "\n").split("\n\n")]
    return [("paragraph", f"<p>{escape(part)}</p>") for part in parts if part]


def form_values(page: CampaignPage) -> dict[str, Any]:
    """The draft as the form shows it. What an editor wrote besides paragraphs is left out and stays away.

    Raises NotThisForm.
    """
    draft = _draft_of(page)
    session = draft.sessions.all()[0]
    values = {name: getattr(draft, name) for name in ("title", "summary", "contact", "what_to_bring")}
    return values | {
        "starts_at": session.starts_at,
        "hours": max(1, round((session.ends_at - session.starts_at) / timedelta(hours=1))),
        "place": session.place,
        "capacity": session.capacity,
        "most_places": session.most_places,
        "words": "\n\n".join(words_of(block) for block in draft.body if block.block_type == "paragraph"),
    }


def words_of(block: Any) -> str:
    """The plain words of a paragraph."""
    return BeautifulSoup(block.value.source, "html.parser").get_text()
