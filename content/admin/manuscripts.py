"""审稿: what waits for this reviewer, one text with its preview and its changes, the two decisions."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page, TaskState, WorkflowState

from accounts.requests import ResidentRequest
from carbon_points.admin.frames import PermittedMenuItem, frame
from content.review.forms import ApproveForm, RejectForm
from content.review.gate import ensure_another_person, ensure_open
from content.review.people import writers
from content.review.queues import earlier_decisions, manuscript, waiting_for
from core.pagination import page_of
from core.refusals import Refused

RIGHT = "content.view_reviewsignature"
NAME, ICON = "审稿", "tasks"

reviewers_only = permission_required(RIGHT, raise_exception=True)


@require_safe
@never_cache
@reviewers_only
def manuscripts(request: ResidentRequest) -> HttpResponse:
    """What waits for this person, the oldest first."""
    context = {"page": page_of(waiting_for(request.user), request), **frame(NAME, ICON)}
    return render(request, "content/admin/review/manuscripts.html", context)


@require_safe
@never_cache
@reviewers_only
def detail(request: ResidentRequest, task_state_id: int) -> HttpResponse:
    """One text to read, with its decisions."""
    return _detail(request, manuscript(task_state_id, request.user))


@require_POST
@never_cache
@reviewers_only
def approve(request: ResidentRequest, task_state_id: int) -> HttpResponse:
    """It may go on to the next step; after the third it is public."""
    return _decide(request, task_state_id, "approve", ApproveForm(request.POST))


@require_POST
@never_cache
@reviewers_only
def reject(request: ResidentRequest, task_state_id: int) -> HttpResponse:
    """Back to its author, with the reason."""
    return _decide(request, task_state_id, "reject", RejectForm(request.POST))


def _decide(request: ResidentRequest, task_state_id: int, action: str, form: Any) -> HttpResponse:
    row = manuscript(task_state_id, request.user)
    status = 422
    if form.is_valid():
        try:
            row.task.specific.on_action(row, request.user, action, **form.cleaned_data)
            messages.success(request, _done(row, action))
            return redirect("manuscripts:list")
        except Refused as refused:
            form.add_error("comment", refused.message)
            status = refused.status
    row.refresh_from_db()
    return _detail(request, row, **{action: form}, status=status)


def _done(row: TaskState, action: str) -> str:
    title = row.revision.object_str
    if action == "reject":
        return f"已退回“{title}”，作者会收到原因。"
    if WorkflowState.objects.get(pk=row.workflow_state_id).status == WorkflowState.STATUS_APPROVED:
        return f"“{title}”三审都已通过，按设定的时间发布。"
    return f"已通过“{title}”，交给下一审。"


def _detail(
    request: ResidentRequest, row: TaskState, *, approve: Any = None, reject: Any = None, status: int = 200
) -> HttpResponse:
    obj = row.revision.as_object()
    hint = _hint(row, request.user)
    context = {
        "row": row,
        "obj": obj,
        "kind": obj._meta.verbose_name,
        "writers": list(writers(row.revision)),
        "earlier": list(earlier_decisions(row)),
        "preview_url": _preview_url(row, obj),
        "changes": _changes(obj),
        "hint": hint,
        "approve": approve or ApproveForm(auto_id="approve_%s"),
        "reject": reject or RejectForm(auto_id="reject_%s"),
        "decide": approve or reject or not hint,
        **frame(row.revision.object_str, ICON, (NAME, reverse("manuscripts:list"))),
    }
    return render(request, "content/admin/review/manuscript.html", context, status=status)


def _hint(row: TaskState, user: Any) -> str:
    """Why this person cannot decide; empty when they can."""
    try:
        ensure_open(row)
        ensure_another_person(row, user)
    except Refused as refused:
        return refused.message
    return ""


def _preview_url(row: TaskState, obj: Any) -> str:
    if row.status != TaskState.STATUS_IN_PROGRESS:
        return ""
    if isinstance(obj, Page):
        return reverse("wagtailadmin_pages:workflow_preview", args=[obj.pk, row.task_id])
    return reverse(obj.snippet_viewset.get_url_name("workflow_preview"), args=[obj.pk, row.task_id])


def _changes(new: Any) -> list[Any]:
    """What differs from what is public; nothing for what is not public yet."""
    if not new.live:
        return []
    live = type(new).objects.get(pk=new.pk)
    handler = new.get_edit_handler() if isinstance(new, Page) else new.snippet_viewset.get_edit_handler()
    panel = handler.get_bound_panel(instance=live, request=None, form=None)
    comparisons = [compare(live, new) for compare in panel.get_comparison()]
    return [one for one in comparisons if one.has_changed()]


def menu_item() -> MenuItem:
    """Where texts to review stand in the menu."""
    return PermittedMenuItem(NAME, reverse("manuscripts:list"), icon_name=ICON, order=90, rights=[RIGHT])


urlpatterns: list[URLPattern] = [
    path("", manuscripts, name="list"),
    path("<row:task_state_id>/", detail, name="detail"),
    path("<row:task_state_id>/approve/", approve, name="approve"),
    path("<row:task_state_id>/reject/", reject, name="reject"),
]
