"""A resident disagrees with a rejection; somebody who has not spoken yet decides once more."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from carbon_points.models import Appeal, Decision, Submission
from carbon_points.refusals import AlreadyDecided, TooLateToAppeal
from carbon_points.selectors.submission_pages import APPEAL_FOR
from carbon_points.selectors.submissions import own_submission
from carbon_points.services.review import outcome
from carbon_points.services.review.decisions import Verdict, fit_reason
from carbon_points.services.review.holding import REVIEW, hold, refuse_earlier_voice
from carbon_points.services.review.second_looks import close_disagreement
from core import clock
from core.refusals import Refused
from core.text import clean

TEXT_LENGTH = 300


@transaction.atomic
def appeal(*, resident: User, submission_id: int, text: str, now: datetime | None = None) -> Appeal:
    """Ask for another look at a rejection, once, within 30 days; the photos are kept until it is answered.

    `resident` is whose it is, or who keeps that person. The same text again gives the first appeal. Raises
    NotFound, AlreadyDecided (nothing was rejected), TooLateToAppeal, Refused for no text.
    """
    now = now or clock.now()
    text = clean(text).strip()
    own_submission(resident, submission_id)
    submission = Submission.objects.select_for_update(of=("self",)).get(pk=submission_id)
    earlier = Appeal.objects.filter(submission=submission).first()
    if earlier is not None and earlier.text == text:
        return earlier
    if submission.state != Submission.State.REJECTED or submission.decided_at is None:
        raise AlreadyDecided("只有没通过的记录可以申诉。")
    if earlier is not None:
        raise TooLateToAppeal("这条记录已经申诉过一次，结果以答复为准。")
    if now > submission.decided_at + APPEAL_FOR:
        raise TooLateToAppeal(f"退回超过{APPEAL_FOR.days}天，不能再申诉了；可以通过投诉建议告诉我们。")
    if not 1 <= len(text) <= TEXT_LENGTH:
        raise Refused(f"请用1到{TEXT_LENGTH}个字说明情况。", code="invalid", status=422)
    outcome.keep_photos(submission)
    return Appeal.objects.create(submission=submission, text=text, created_at=now)


@transaction.atomic
def decide_appeal(
    *, reviewer: User, submission_id: int, overturn: bool, answer: str, now: datetime | None = None
) -> Appeal:
    """Answer an appeal, finally. Overturned, the submission is approved with its log and points.

    Raises NotYourReview (among others when this person has spoken before), AlreadyDecided, Refused for no
    answer, and what log_action raises when the rules say no by now: then the appeal stays open.
    """
    now = now or clock.now()
    answer = fit_reason(Verdict.REJECT, answer)
    submission, reviewer = hold(submission_id=submission_id, reviewer=reviewer, permission=REVIEW)
    refuse_earlier_voice(submission, reviewer)
    row = Appeal.objects.filter(submission=submission, state=Appeal.State.OPEN).first()
    if row is None:
        raise AlreadyDecided("这条申诉已经答复了，请看下一条。")
    if overturn:
        outcome.approve(submission, now)
    else:
        outcome.release_photos(submission, now)
    row.state = Appeal.State.OVERTURNED if overturn else Appeal.State.UPHELD
    row.answer, row.decided_by, row.decided_at = answer, reviewer, now
    row.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    word = Decision.objects.create(
        submission=submission,
        reviewer=reviewer,
        verdict=Verdict.APPROVE if overturn else Verdict.REJECT,
        reason=answer,
        is_final=True,
        at=now,
    )
    close_disagreement(submission, now)
    outcome.tell_decision(submission, word, lead="申诉后")
    return row
