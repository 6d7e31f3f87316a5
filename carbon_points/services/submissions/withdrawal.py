"""Taking a submission back before it is decided, and forgetting those of an erased account."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from carbon_points.models import Appeal, Bill, Submission
from carbon_points.refusals import AlreadyDecided
from carbon_points.selectors.submissions import own_submission
from core import clock
from media.services import use


@transaction.atomic
def withdraw(*, resident: User, submission_id: int, now: datetime | None = None) -> Submission:
    """Take a submission back before it is decided; its room is free again, its photos can be used again.

    `resident` is whose it is, or who keeps that person. Withdrawn twice, nothing changes. Raises NotFound
    and AlreadyDecided.
    """
    now = now or clock.now()
    own_submission(resident, submission_id)
    submission = Submission.objects.select_for_update(of=("self",)).get(pk=submission_id)
    if submission.state == Submission.State.WITHDRAWN:
        return submission
    if submission.state != Submission.State.PENDING:
        raise AlreadyDecided("这条已经有结果了，不能再撤回。")
    give_up(submission, now)
    return submission


@transaction.atomic
def forget_submissions_of(*, resident: User, now: datetime) -> None:
    """The account is erased: what waits is withdrawn, words and account numbers go, numbers stay."""
    mine = Submission.objects.filter(resident=resident)
    waiting = mine.filter(state=Submission.State.PENDING).order_by("pk")
    for submission in waiting.select_for_update(of=("self",)):
        give_up(submission, now)
    mine.update(note="", flags=[])
    Bill.objects.filter(submission__resident=resident).update(meter_digest="", meter_hint="", household=None)
    appeals = Appeal.objects.filter(submission__resident=resident)
    appeals.filter(state=Appeal.State.OPEN).delete()
    appeals.update(text="（已清除）")


def give_up(submission: Submission, now: datetime) -> None:
    """Withdraw a pending submission whose row is locked."""
    submission.state, submission.decided_at = Submission.State.WITHDRAWN, now
    submission.save(update_fields=["state", "decided_at"])
    seen = submission.decisions.exists()
    for row in submission.photos.select_related("photo"):
        if seen:
            use.release_for_deletion(photo=row.photo, now=now)
        else:
            row.delete()
            use.detach(photo=row.photo, now=now)
