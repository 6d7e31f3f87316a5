"""Publishing what three people approved: the only way for a text to become public."""

from wagtail.models import WorkflowState

from accounts.models import User
from content.review.gate import ensure_three_reviews


def publish_reviewed(*, workflow_state: WorkflowState, user: User | None = None) -> None:
    """Publish the reviewed revision, or schedule it when it says so. Raises Refused; nothing is public then.

    Nobody has the right to publish, so Wagtail's own check is left out: the three approvals stand for it.
    """
    revision = workflow_state.current_task_state.revision
    ensure_three_reviews(workflow_state, revision)
    revision.publish(user=user, skip_permission_checks=True)
