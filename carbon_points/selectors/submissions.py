"""Submissions as their resident sees them."""

from django.db.models import QuerySet

from accounts.models import User
from accounts.selectors.family import in_hands_of
from carbon_points.models import Submission
from core.converters import LARGEST_ID
from core.refusals import NotFound

SHOWN = ("action", "resident", "log__reversal", "bill")


def submissions_of(user: User) -> QuerySet[Submission]:
    """What a person handed in, and what belongs to those whom the person keeps; latest first."""
    return Submission.objects.filter(in_hands_of(user)).order_by("-pk").select_related(*SHOWN)


def own_submission(user: User, submission_id: int) -> Submission:
    """One of these. Raises NotFound for anything else."""
    found = None
    if 0 < submission_id <= LARGEST_ID:
        found = submissions_of(user).filter(pk=submission_id).first()
    if found is None:
        raise NotFound("没有找到这条待核验的记录，它可能属于另一个账号。")
    return found


def submission_by_key(user: User, request_key: str) -> Submission | None:
    """What this key made before, for the resident or for somebody who is kept."""
    return submissions_of(user).filter(submitted_by=user, request_key=request_key).first()
