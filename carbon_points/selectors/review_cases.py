"""What was decided and is disputed: appeals, and two reviewers who did not agree."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accounts.models import User
from carbon_points.models import Appeal, Decision
from carbon_points.selectors.review_cards import Card, card_for
from carbon_points.selectors.review_queue import open_appeals, open_disagreements
from core.refusals import NotFound


@dataclass(frozen=True, slots=True)
class Word:
    """What one reviewer said; who it was does not matter here."""

    verdict: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """A card, what was said about it so far, and the resident's appeal."""

    id: int
    card: Card
    words: list[Word]
    appeal: Appeal | None


def appeal_case(reviewer: User, appeal_id: int) -> Case:
    """An open appeal that this reviewer may decide. Raises NotFound."""
    appeal = open_appeals(reviewer).filter(pk=appeal_id).first()
    if appeal is None:
        raise NotFound("没有这条申诉，或者已经由别人答复。")
    return _case(appeal.pk, reviewer, appeal.submission_id, appeal)


def disagreement_case(supervisor: User, look_id: int) -> Case:
    """An open disagreement that this supervisor may settle. Raises NotFound."""
    look = open_disagreements(supervisor).filter(pk=look_id).first()
    if look is None:
        raise NotFound("没有这条分歧，或者已经裁定。")
    appeal = Appeal.objects.filter(submission=look.submission_id, state=Appeal.State.OPEN).first()
    return _case(look.pk, supervisor, look.submission_id, appeal)


def _case(case_id: int, reviewer: User, submission_id: int, appeal: Appeal | None) -> Case:
    said = Decision.objects.filter(submission=submission_id, undone_at=None).order_by("pk")
    words = [Word(one.get_verdict_display(), one.reason, timezone.localtime(one.at)) for one in said]
    return Case(case_id, card_for(reviewer, submission_id), words, appeal)
