"""Who wrote a text and who approved it: what keeps the three reviewers apart from its authors."""

from django.db.models import F, Q, QuerySet
from wagtail.models import Revision, TaskState, WorkflowState

from accounts.models import User


def approvals(state: WorkflowState, revision: Revision) -> list[TaskState]:
    """What was approved of this very revision by steps of 三审, in their order."""
    return list(
        TaskState.objects.filter(
            workflow_state=state,
            revision=revision,
            status=TaskState.STATUS_APPROVED,
            task__reviewtask__isnull=False,
        )
        .annotate(step=F("task__reviewtask__step"))
        .select_related("finished_by")
        .order_by("step", "pk")
    )


def writers(revision: Revision) -> QuerySet[User]:
    """Everybody who saved a revision since the text was last published, up to this one."""
    return User.objects.filter(pk__in=_since_publication(revision).values("user")).order_by("pk")


def authors_of(state: WorkflowState, revision: Revision) -> set[int]:
    """The numbers of those who may not review it: who wrote it, and who handed it in."""
    return {*writers(revision).values_list("pk", flat=True), state.requested_by_id} - {None}


def _since_publication(revision: Revision) -> QuerySet[Revision]:
    same_text = Revision.objects.filter(
        base_content_type_id=revision.base_content_type_id, object_id=revision.object_id
    )
    last = (
        same_text.filter(pk__lt=revision.pk)
        .filter(
            Q(task_states__workflow_state__status=WorkflowState.STATUS_APPROVED)
            & Q(task_states__status=TaskState.STATUS_APPROVED)
        )
        .order_by("-pk")
        .values_list("pk", flat=True)
        .first()
    )
    found: QuerySet[Revision] = same_text.filter(pk__lte=revision.pk, pk__gt=last or 0)
    return found
