"""A supervisor's last word where the second look said otherwise."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from carbon_points.models import Appeal, Decision, SecondLook, Submission
from carbon_points.refusals import AlreadyDecided
from carbon_points.services.review import outcome
from carbon_points.services.review.decisions import Verdict, fit_reason
from carbon_points.services.review.holding import SUPERVISE, hold, refuse_earlier_voice
from carbon_points.services.review.second_looks import close_disagreement, second_look_of
from core import clock


@transaction.atomic
def settle(
    *, supervisor: User, submission_id: int, verdict: str, reason: str = "", now: datetime | None = None
) -> Decision:
    """Say which of two reviewers was right, finally; an appeal that is open is answered with it.

    The result changes when it was the other one: an approval is made, or taken back (points that were spent
    are written off). Raises NotYourReview, AlreadyDecided, and what log_action raises.
    """
    now = now or clock.now()
    reason = fit_reason(verdict, reason)
    submission, supervisor = hold(submission_id=submission_id, reviewer=supervisor, permission=SUPERVISE)
    refuse_earlier_voice(submission, supervisor)
    look = second_look_of(submission)
    if not _is_open(look):
        raise AlreadyDecided("这条没有待裁定的分歧，请看下一条。")
    approved = submission.state == Submission.State.APPROVED
    if verdict == Verdict.APPROVE and not approved:
        outcome.approve(submission, now)
    elif verdict == Verdict.REJECT and approved:
        outcome.overrule_approval(submission, now)
    word = Decision.objects.create(
        submission=submission, reviewer=supervisor, verdict=verdict, reason=reason, is_final=True, at=now
    )
    close_disagreement(submission, now)
    appealed = _answer_appeal(submission, word, now)
    if appealed or approved != (verdict == Verdict.APPROVE):
        outcome.tell_decision(submission, word, lead="复核")
    return word


def _is_open(look: SecondLook | None) -> bool:
    return look is not None and look.agrees is False and look.settled_at is None


def _answer_appeal(submission: Submission, word: Decision, now: datetime) -> bool:
    """Close the appeal that waits for the same question; whether there was one."""
    overturned = word.verdict == Verdict.APPROVE
    answer = word.reason or "经复核，改为通过。"
    found = Appeal.objects.filter(submission=submission, state=Appeal.State.OPEN).update(
        state=Appeal.State.OVERTURNED if overturned else Appeal.State.UPHELD,
        answer=answer,
        decided_by=word.reviewer,
        decided_at=now,
    )
    if found and not overturned:
        outcome.release_photos(submission, now)
    return bool(found)
