"""One reviewer's word on one submission, and taking it back within ten minutes."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from carbon_points.models import Appeal, Decision, Submission
from carbon_points.refusals import AlreadyDecided, TooLateToUndo
from carbon_points.selectors.review_queue import UNDO_DECISION_FOR
from carbon_points.services.review import outcome, second_looks
from carbon_points.services.review.holding import REVIEW, hold
from core import clock
from core.refusals import Refused
from core.text import clean

REASON_LENGTH = 200
Verdict = Decision.Verdict


@transaction.atomic
def decide(
    *,
    reviewer: User,
    submission_id: int,
    verdict: str,
    reason: str = "",
    opened_at: datetime | None = None,
    now: datetime | None = None,
) -> Decision:
    """Approve or reject what a resident handed in; a rejection has a reason.

    Approved, it becomes a log with its points. What was drawn for a second look takes the second word without
    any effect, and the caller cannot tell the difference. The same word again gives the first decision.
    Raises NotYourReview, AlreadyDecided (somebody was quicker), and what log_action raises when the rules say
    no by now: then it still waits.
    """
    now = now or clock.now()
    reason = fit_reason(verdict, reason)
    submission, reviewer = hold(submission_id=submission_id, reviewer=reviewer, permission=REVIEW)
    said = submission.decisions.filter(reviewer=reviewer, undone_at=None).first()
    if said is not None and said.verdict == verdict:
        return said
    word = Decision(
        submission=submission,
        reviewer=reviewer,
        verdict=verdict,
        reason=reason,
        opened_at=opened_at if opened_at and opened_at <= now else None,
        at=now,
    )
    if said is None and submission.state == Submission.State.PENDING:
        return _first_word(word, now)
    if said is None and _wants_second(submission, reviewer):
        return _second_word(word)
    raise AlreadyDecided("这条已经有结果了，请看下一条。")


@transaction.atomic
def undo_decision(*, reviewer: User, submission_id: int, now: datetime | None = None) -> Decision:
    """Take one's own word back within ten minutes; the submission waits again.

    Raises AlreadyDecided (nothing of one's own stands), TooLateToUndo, PointsSpent, AlreadyReversed.
    """
    now = now or clock.now()
    submission, reviewer = hold(submission_id=submission_id, reviewer=reviewer, permission=REVIEW)
    word = submission.decisions.filter(reviewer=reviewer, undone_at=None, is_final=False).first()
    if word is None:
        raise AlreadyDecided("这条没有您可以撤销的核验。")
    if now > word.at + UNDO_DECISION_FOR or _went_on(submission):
        raise TooLateToUndo("核验超过10分钟，或者已经有后续处理，不能撤销了；有疑问请告诉核验主管。")
    if word.is_second:
        look = submission.second_look
        look.second = None
        second_looks.compare(look, None)
    else:
        outcome.reopen(submission, now)
        second_looks.forget_first(submission)
        body = "刚才的核验结果已经撤回，正在重新核验，请稍等。"
        title = f"重新核验：{outcome.words_of(submission)}"
        outcome.tell(submission, title, body, f"undone:{word.pk}")
    word.undone_at = now
    word.save(update_fields=["undone_at"])
    return word


def fit_reason(verdict: str, reason: str) -> str:
    """A clean reason. Raises Refused for an unknown verdict and for a rejection without one."""
    reason = " ".join(clean(reason).split())
    if verdict not in Verdict.values:
        raise Refused("请选择通过或退回。", code="invalid", status=422)
    if verdict == Verdict.REJECT and not reason:
        raise Refused("退回要写明理由，让居民知道怎样改进。", code="invalid", status=422)
    if len(reason) > REASON_LENGTH:
        raise Refused(f"理由请控制在{REASON_LENGTH}个字以内。", code="invalid", status=422)
    return reason


def _first_word(word: Decision, now: datetime) -> Decision:
    submission = word.submission
    if word.verdict == Verdict.APPROVE:
        outcome.approve(submission, now)
    else:
        outcome.reject(submission, now)
    word.save()
    second_looks.draw(submission, word, now)
    outcome.tell_decision(submission, word)
    return word


def _second_word(word: Decision) -> Decision:
    submission = word.submission
    word.is_second = True
    word.save()
    look = submission.second_look
    look.second = word
    second_looks.compare(look, submission.decisions.filter(is_second=False, undone_at=None).first())
    return word


def _wants_second(submission: Submission, reviewer: User) -> bool:
    look = second_looks.second_look_of(submission)
    spoke = submission.decisions.filter(reviewer=reviewer) | submission.decisions.filter(is_final=True)
    return look is not None and look.second is None and not spoke.exists()


def _went_on(submission: Submission) -> bool:
    """Whether something rests on the decision by now."""
    final = submission.decisions.filter(is_final=True, undone_at=None).exists()
    return final or Appeal.objects.filter(submission=submission).exists()
