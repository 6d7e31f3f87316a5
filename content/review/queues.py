"""What waits for whom: the lists of the review desk and of the admin's front page."""

from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.shortcuts import get_object_or_404
from wagtail.models import Page, Revision, TaskState, WorkflowState
from wagtail.permissions import policy_registry

from accounts.models import User
from content.review.setup import reviewed_snippets
from core import clock

DAYS_AHEAD = 7
EXPIRING_WITHIN = 14


def waiting_for(user: User) -> QuerySet[TaskState]:
    """Texts at a step of this person's group that they neither wrote nor approved, the oldest first."""
    of_this_text = Revision.objects.filter(
        base_content_type_id=OuterRef("revision__base_content_type_id"),
        object_id=OuterRef("revision__object_id"),
        user=user,
        pk__lte=OuterRef("revision_id"),
        pk__gt=OuterRef("published_before"),
    )
    approved = TaskState.objects.filter(
        workflow_state=OuterRef("workflow_state"),
        revision=OuterRef("revision"),
        status=TaskState.STATUS_APPROVED,
        finished_by=user,
    )
    found: QuerySet[TaskState] = (
        waiting_at_groups_of(user)
        .annotate(published_before=Coalesce(Subquery(_last_published()), Value(0)))
        .exclude(workflow_state__requested_by=user)
        .exclude(Exists(of_this_text))
        .exclude(Exists(approved))
        .distinct()
    )
    return found


def waiting_at_groups_of(user: User) -> QuerySet[TaskState]:
    """Texts at a step of this person's groups, also those that others have to decide."""
    return _waiting().filter(task__reviewtask__groups__in=user.groups.all())


def page_type() -> ContentType:
    """The base type of all pages, as revisions and workflows name it."""
    return _type_of(Page)


def handed_in_by(user: User) -> QuerySet[TaskState]:
    """What this person handed in and others still read, the newest first."""
    found: QuerySet[TaskState] = _waiting().filter(workflow_state__requested_by=user).order_by("-started_at")
    return found


def manuscript(task_state_id: int, user: User) -> TaskState:
    """One text at one step, for the people of that step. 404 for everybody else."""
    rows = TaskState.objects.filter(task__reviewtask__groups__in=user.groups.all()).distinct()
    return get_object_or_404(
        rows.select_related("task", "revision", "workflow_state__requested_by"), pk=task_state_id
    )


def earlier_decisions(task_state: TaskState) -> QuerySet[TaskState]:
    """What was decided about this text since it was handed in, the oldest first."""
    found: QuerySet[TaskState] = (
        TaskState.objects.filter(workflow_state=task_state.workflow_state_id, pk__lt=task_state.pk)
        .exclude(finished_at=None)
        .select_related("task", "finished_by")
        .order_by("pk")
    )
    return found


def own_drafts(user: User, most: int) -> list[dict[str, Any]]:
    """Pages and snippets this person last saved, not handed in: title, state, reason and where to go on."""
    rows = [row for model in [Page, *reviewed_snippets()] for row in _drafts_of(model, user)[:most]]
    rows.sort(key=lambda obj: obj.latest_revision.created_at, reverse=True)
    rows = rows[:most]
    reasons = _reasons(rows)
    return [
        {"obj": obj, "title": obj.latest_revision.object_str, "reason": reasons.get(_key(obj))}
        for obj in rows
    ]


def sent_back_reason(obj: Any) -> TaskState | None:
    """The rejection an author has not answered yet."""
    state = (
        WorkflowState.objects.for_instance(obj)
        .filter(status=WorkflowState.STATUS_NEEDS_CHANGES)
        .select_related("current_task_state__task", "current_task_state__finished_by")
        .first()
    )
    return state.current_task_state if state else None


def scheduled_for(user: User) -> QuerySet[Revision]:
    """What goes live within a week, of what this person may edit or reviews."""
    until = clock.now() + timedelta(days=DAYS_AHEAD)
    mine = Q() if user.has_perm("content.view_reviewsignature") else _editable_revisions(user)
    found: QuerySet[Revision] = Revision.objects.filter(mine, approved_go_live_at__lte=until)
    return found.order_by("approved_go_live_at")


def expiring() -> QuerySet[Page]:
    """Public pages that end within two weeks."""
    until = clock.now() + timedelta(days=EXPIRING_WITHIN)
    found: QuerySet[Page] = Page.objects.live().filter(expire_at__lte=until).order_by("expire_at")
    return found


def _waiting() -> QuerySet[TaskState]:
    found: QuerySet[TaskState] = (
        TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
            workflow_state__current_task_state=F("pk"),
            task__reviewtask__isnull=False,
        )
        .select_related("task", "revision__content_type", "workflow_state__requested_by")
        .defer("revision__content")
        .order_by("started_at")
    )
    return found


def _last_published() -> QuerySet[Any]:
    found: QuerySet[Any] = (
        Revision.objects.filter(
            base_content_type_id=OuterRef("revision__base_content_type_id"),
            object_id=OuterRef("revision__object_id"),
            pk__lt=OuterRef("revision_id"),
            task_states__status=TaskState.STATUS_APPROVED,
            task_states__workflow_state__status=WorkflowState.STATUS_APPROVED,
        )
        .order_by("-pk")
        .values("pk")[:1]
    )
    return found


def _drafts_of(model: Any, user: User) -> QuerySet[Any]:
    in_review = WorkflowState.objects.filter(
        base_content_type=_type_of(model),
        object_id=OuterRef("key"),
        status=WorkflowState.STATUS_IN_PROGRESS,
    )
    found: QuerySet[Any] = (
        model.objects.filter(latest_revision__user=user)
        .filter(Q(live=False) | Q(has_unpublished_changes=True))
        .exclude(latest_revision__approved_go_live_at__isnull=False)
        .annotate(key=Cast("pk", CharField()))
        .exclude(Exists(in_review))
        .select_related("latest_revision")
        .order_by("-latest_revision__created_at")
    )
    return found


def _reasons(rows: list[Any]) -> dict[tuple[int, str], TaskState]:
    keys = {_key(obj) for obj in rows}
    states = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_NEEDS_CHANGES, object_id__in=[key[1] for key in keys]
    ).select_related("current_task_state__task", "current_task_state__finished_by")
    return {
        (state.base_content_type_id, state.object_id): state.current_task_state
        for state in states
        if (state.base_content_type_id, state.object_id) in keys
    }


def _key(obj: Any) -> tuple[int, str]:
    return obj.latest_revision.base_content_type_id, obj.latest_revision.object_id


def _type_of(model: type[Any]) -> ContentType:
    return ContentType.objects.get_for_model(model)


def _editable_revisions(user: User) -> Q:
    pages = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, {"change"})
    wanted = Q(
        base_content_type=_type_of(Page),
        object_id__in=pages.annotate(key=Cast("pk", CharField())).values("key"),
    )
    for model in reviewed_snippets():
        if user.has_perm(f"content.change_{model._meta.model_name}"):
            wanted |= Q(base_content_type=_type_of(model))
    return wanted
