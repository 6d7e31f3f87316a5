"""What 三审 changes in Wagtail's own screens: a link to read, the reason sent back, who may withdraw."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from content.review.people import authors_of
from content.review.public import PAGES
from content.review.queues import sent_back_reason
from content.review.taking_down import MAY_TAKE_DOWN
from core.refusals import Refused


def before_edit(request: HttpRequest, obj: Any) -> None:
    """Show why it came back; let only its authors take it back."""
    if request.method == "POST":
        if "action-cancel-workflow" in request.POST:
            _ensure_may_withdraw(obj, request.user)
        return
    rejection = sent_back_reason(obj)
    if rejection:
        who = rejection.finished_by.display_name if rejection.finished_by else ""
        messages.warning(request, f"{rejection.task.name}{who}退回：{rejection.comment}", extra_tags="lock")


def _ensure_may_withdraw(obj: Any, user: Any) -> None:
    state = obj.current_workflow_state
    if not state or not state.current_task_state:
        return
    if user.pk not in authors_of(state, state.current_task_state.revision) and not user.is_superuser:
        raise Refused(
            "撤回要由写稿或提交的人来做；审稿人可以通过，也可以写明原因退回。", code="not_the_author"
        )


class ReviewMenuItem(ActionMenuItem):
    """去审稿: from the editor of a text that waits, to the desk where it is decided."""

    name = "action-read-manuscript"
    label = "去审稿"
    icon_name = "tasks"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """For the people of the step it is at."""
        obj = context.get("page") or context.get("instance")
        task = obj.current_workflow_task if obj and obj.pk else None
        return bool(task and task.get_actions(obj, context["request"].user))

    def get_url(self, context: dict[str, Any]) -> str:
        """The desk's page for it."""
        obj: Any = context.get("page") or context.get("instance")
        return reverse("manuscripts:detail", args=[obj.current_workflow_task_state.pk])


def take_down_button(page: Page, user: Any, **kwargs: Any) -> Iterator[Button]:
    """撤下, in the menu of a live page."""
    if page.live and page.depth > 2 and user.has_perm(MAY_TAKE_DOWN):
        url = reverse("published:one", args=[PAGES, page.pk])
        yield Button("撤下", url, icon_name="download", priority=60)
