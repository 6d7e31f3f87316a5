"""Who is told what: reviewers that a text waits for them, authors what became of it."""

from typing import Any

from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import TaskState, WorkflowState

from accounts.models import User
from content.review.people import approvals, authors_of
from messaging.services import notify


def tell_reviewers(task_state: TaskState) -> None:
    """A text waits for the people of this step, but for those who may not review it."""
    state, revision = task_state.workflow_state, task_state.revision
    barred = authors_of(state, revision) | {one.finished_by_id for one in approvals(state, revision)}
    for reviewer in User.objects.filter(
        groups__in=task_state.task.specific.groups.all(), is_active=True
    ).distinct():
        if reviewer.pk not in barred:
            notify(
                user=reviewer,
                kind="review",
                title=f"等您{task_state.task.name}：{revision.object_str}",
                url=reverse("manuscripts:detail", args=[task_state.pk]),
                key=f"manuscript:{task_state.pk}:waits",
            )


def tell_rejected(state: WorkflowState) -> None:
    """The reason reaches everybody who wrote the text or handed it in."""
    last = state.current_task_state
    _tell_authors(state, f"{last.task.name}退回：{last.revision.object_str}", last.comment, "rejected")


def tell_published(state: WorkflowState) -> None:
    """It passed."""
    last = state.current_task_state
    body = "如果设了发布时间，到时会自动上线。"
    _tell_authors(state, f"三审通过：{last.revision.object_str}", body, "approved")


def _tell_authors(state: WorkflowState, title: str, body: str, what: str) -> None:
    last = state.current_task_state
    for author in User.objects.filter(pk__in=authors_of(state, last.revision)):
        notify(
            user=author,
            kind="review",
            title=title,
            body=body,
            url=edit_url(state.content_object, author),
            key=f"manuscript:{last.pk}:{what}",
        )


def edit_url(obj: Any, user: User) -> str:
    """Where this person edits it: in the admin, or at their organisation's desk; empty when they may not."""
    found: str = AdminURLFinder(user).get_edit_url(obj) or ""
    if found:
        return found
    organisation = getattr(getattr(obj, "specific", obj), "organisation", None)
    return "" if organisation is None else reverse("content:org-campaign", args=[organisation.code, obj.pk])
