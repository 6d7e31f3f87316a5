"""Holding what a decision is about, and judging who may decide it; for services in a transaction."""

from accounts.models import User
from accounts.services.household_rows import lock_household
from carbon_points.models import Submission
from carbon_points.refusals import NotYourReview
from carbon_points.selectors.review_queue import within_reach
from core.refusals import NotFound

REVIEW = "carbon_points.review_submission"
SUPERVISE = "carbon_points.supervise_review"


def hold(*, submission_id: int, reviewer: User, permission: str) -> tuple[Submission, User]:
    """Lock, then look: the submission, and the reviewer as they are now.

    Order: household, reviewer, submission; the accounts follow in log_action. Raises NotFound and
    NotYourReview: not staff any more, suspended, without the right or the township, or too near.
    """
    row = Submission.objects.filter(pk=submission_id).select_related("resident", "action").first()
    if row is None:
        raise NotFound("没有这条待核验的记录。")
    if row.action.is_shared:
        lock_household(row.resident)
    held = (
        User.objects.select_for_update(no_key=True, of=("self",)).select_related("area").get(pk=reviewer.pk)
    )
    if not (held.is_active and held.is_staff and held.has_perm(permission)):
        raise NotYourReview("您的账号现在没有核验的权限，请联系核验主管。")
    submission = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("resident__kept_by", "action", "log__reversal")
        .get(pk=submission_id)
    )
    if not within_reach(held).filter(pk=submission_id).exists():
        raise NotYourReview("这条来自您居住的乡镇街道、您的家人或您本人，请由别的核验员处理。")
    return submission, held


def refuse_earlier_voice(submission: Submission, reviewer: User) -> None:
    """Raise NotYourReview when this person has decided it before, even if they took it back."""
    if submission.decisions.filter(reviewer=reviewer).exists():
        raise NotYourReview("这条您核验过，请由没有参与过的同事来定。")
