"""The admin's front page: what waits for me, what I write, what goes out this week."""

from typing import Any

from django.apps import apps
from django.urls import reverse
from wagtail.models import Page
from wagtail.permissions import policy_registry

from accounts.models import User
from content.admin.home_panels import MOST, HomePanel, Row, add_home_panels, edit_address, register_home_panel
from content.review import queues

__all__ = ["add_home_panels"]

# What the buttons make, in the order of how often it is needed.
QUICK = [
    ("CampaignPage", "活动"),
    ("ArticlePage", "资讯"),
    ("GuidePage", "指南"),
    ("CasePage", "案例"),
    ("ContestPage", "评选"),
    ("PublicServiceAd", "公益广告"),
]
REVIEWS = "content.view_reviewsignature"


def writes(user: User) -> bool:
    """Whether this person writes pages or snippets."""
    return bool(policy_registry.get_by_type(Page).user_has_permission(user, "change"))


def reviews(user: User) -> bool:
    """Whether this person reviews."""
    return user.has_perm(REVIEWS)


@register_home_panel
class QuickPanel(HomePanel):
    """新建: one button for each kind of text."""

    template_name = "content/admin/home_quick.html"
    name, heading, order = "quick", "新建", 100

    def is_shown(self) -> bool:
        """For those who write."""
        return writes(self.user)

    def rows(self) -> list[Row]:
        """Only what this person may add somewhere."""
        found = [(label, _add_address(name, self.user)) for name, label in QUICK]
        return [Row(title=f"新建{label}", url=url) for label, url in found if url]


@register_home_panel
class WaitingPanel(HomePanel):
    """待我审核."""

    name, heading, order = "waiting", "待我审核", 110
    empty = "没有等您审的稿件。"
    more = ("manuscripts:list", "全部待审稿件")

    def is_shown(self) -> bool:
        """For reviewers."""
        return reviews(self.user)

    def rows(self) -> list[Row]:
        """The oldest first."""
        return [
            Row(
                title=one.revision.object_str,
                url=reverse("manuscripts:detail", args=[one.pk]),
                note=f"{one.task.name} · {one.revision.content_type.name}",
                at=one.started_at,
            )
            for one in queues.waiting_for(self.user)[:MOST]
        ]


@register_home_panel
class DraftsPanel(HomePanel):
    """我的草稿, what was sent back with its reason."""

    name, heading, order = "drafts", "我的草稿", 120
    empty = "没有草稿。写好的稿件提交以后，会出现在“我提交的”里。"

    def is_shown(self) -> bool:
        """For those who write."""
        return writes(self.user)

    def rows(self) -> list[Row]:
        """The newest first."""
        return [_draft_row(one) for one in queues.own_drafts(self.user, MOST)]


@register_home_panel
class HandedInPanel(HomePanel):
    """我提交的，审核中."""

    name, heading, order = "handed-in", "我提交的，审核中", 130
    empty = "没有正在审核的稿件。"

    def is_shown(self) -> bool:
        """For those who write."""
        return writes(self.user)

    def rows(self) -> list[Row]:
        """The newest first."""
        return [
            Row(
                title=one.revision.object_str,
                url=edit_address(one.revision),
                note=f"正在{one.task.name}",
                at=one.started_at,
            )
            for one in queues.handed_in_by(self.user)[:MOST]
        ]


@register_home_panel
class SchedulePanel(HomePanel):
    """本周排期."""

    name, heading, order = "schedule", "七天内定时发布", 140
    empty = "七天内没有排好的稿件。"

    def is_shown(self) -> bool:
        """For those who write or review."""
        return writes(self.user) or reviews(self.user)

    def rows(self) -> list[Row]:
        """The next one first."""
        return [
            Row(title=one.object_str, url=edit_address(one), note="三审已通过", at=one.approved_go_live_at)
            for one in queues.scheduled_for(self.user).select_related("content_type")[:MOST]
        ]


@register_home_panel
class ExpiringPanel(HomePanel):
    """即将到期."""

    name, heading, order = "expiring", "两周内自动下线", 150
    empty = "两周内没有要下线的页面。"

    def is_shown(self) -> bool:
        """For those who write or review."""
        return writes(self.user) or reviews(self.user)

    def rows(self) -> list[Row]:
        """The next one first. These pages are public, so everybody may see their titles."""
        return [
            Row(title=one.title, url=reverse("wagtailadmin_pages:edit", args=[one.pk]), at=one.expire_at)
            for one in queues.expiring()[:MOST]
        ]


def _draft_row(one: dict[str, Any]) -> Row:
    reason = one["reason"]
    revision = one["obj"].latest_revision
    note = f"{reason.task.name}退回：{reason.comment}" if reason else "草稿，还没有提交"
    return Row(
        title=one["title"],
        url=edit_address(revision),
        note=note,
        at=revision.created_at,
        urgent=reason is not None,
    )


def _add_address(name: str, user: User) -> str:
    """Where this person begins a new one; empty where they may not."""
    model: Any = apps.all_models["content"].get(name.lower())
    if model is None:
        return ""
    if not issubclass(model, Page):
        may = user.has_perm(f"content.add_{model._meta.model_name}")
        return reverse(model.snippet_viewset.get_url_name("add")) if may else ""
    policy = policy_registry.get_by_type(Page)
    parents = Page.objects.type(*model.allowed_parent_page_models()).order_by("path")
    parent = (parents & policy.instances_user_has_any_permission_for(user, {"add"})).first()
    app, kind = model._meta.app_label, model._meta.model_name
    return reverse("wagtailadmin_pages:add", args=[app, kind, parent.pk]) if parent else ""
