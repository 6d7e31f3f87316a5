"""Whether this person may decide about this text now; the refusals say what to do instead."""

from collections.abc import Iterable

from wagtail.models import Revision, TaskState, WorkflowState

from accounts.models import User
from content.review.people import approvals, authors_of
from core.refusals import Refused

REVIEWERS = 3


class NotYours(Refused):
    """Somebody else has to decide this."""

    code = "another_reviewer"
    status = 403


class ChangedUnderReview(Refused):
    """What would be published is not what was read."""

    code = "changed_under_review"


def ensure_open(task_state: TaskState) -> None:
    """It waits for a decision: nobody decided it, and nobody took it back."""
    state = task_state.workflow_state
    if (
        task_state.status != TaskState.STATUS_IN_PROGRESS
        or state.status != WorkflowState.STATUS_IN_PROGRESS
        or state.current_task_state_id != task_state.pk
    ):
        raise Refused("这一稿已经有人处理过，或者作者已经撤回，请刷新页面再看。", code="not_waiting")


def ensure_another_person(task_state: TaskState, user: User) -> None:
    """Neither an author of the text nor one of those who approved it before."""
    state, revision = task_state.workflow_state, task_state.revision
    if user.pk in authors_of(state, revision):
        raise NotYours("您写过或提交过这一稿，不能审自己的稿件，请由别的同事来审。", code="own_text")
    if user.pk in {approval.finished_by_id for approval in approvals(state, revision)}:
        raise NotYours("这一稿的前一审是您通过的。三审要三个不同的人，请由别的同事来审。", code="same_person")


def ensure_unchanged(revision: Revision, seen: Iterable[TaskState]) -> None:
    """The revision is the newest one, and nobody wrote over it since the first step began."""
    newest = revision.content_object.latest_revision_id
    if newest != revision.pk or any(revision.created_at > state.started_at for state in seen):
        raise ChangedUnderReview("这一稿在审核期间改动过，和您看到的不是同一稿。请退回，让作者重新送审。")


def ensure_three_reviews(state: WorkflowState, revision: Revision) -> list[TaskState]:
    """The three approvals of this revision. The last check before anything is public, whoever calls."""
    given = approvals(state, revision)
    people = {approval.finished_by_id for approval in given} - {None}
    steps = {approval.step for approval in given}
    if len(people) < REVIEWERS or len(steps) < REVIEWERS:
        raise NotYours(
            "发布前要经过一审、二审、三审三个不同的人，这一稿还没有走完。", code="three_reviews_missing"
        )
    if people & authors_of(state, revision):
        raise NotYours("写稿和提交的人不能算在三审里，请由别的同事重新审。", code="own_text")
    ensure_unchanged(revision, given)
    return given
