"""A resident's submissions as rows and as a page."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from carbon_points.models import Action, Appeal, Bill, Decision, Submission
from carbon_points.selectors.submissions import own_submission
from core import clock
from media.links import evidence_url

APPEAL_FOR = timedelta(days=30)
STATES = {
    "pending": "待核验",
    "approved": "已通过",
    "rejected": "未通过",
    "withdrawn": "已撤回",
    "undone": "已撤销",
}
CHIPS = {"pending": "river", "approved": "", "rejected": "warn", "withdrawn": "quiet", "undone": "quiet"}


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """One submission in its present state; `state` is that of the submission, or undone when the log is."""

    id: int
    action: Action
    quantity: Decimal
    done_on: date
    kind: str
    kind_label: str
    state: str
    state_label: str
    chip: str
    # Of the log; 0 while there is none.
    points: int
    # The kept person whom it belongs to; empty for one's own.
    whose: str
    created_at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class SubmissionPage:
    """Everything about one submission that its resident sees."""

    row: SubmissionRow
    note: str
    bill: Bill | None
    # Signed addresses, for this viewer and five minutes.
    photo_urls: list[str]
    photos_gone: bool
    reason: str
    decided_at: datetime | None
    appeal: Appeal | None
    can_withdraw: bool
    can_appeal: bool
    appeal_until: date | None


def submission_row(submission: Submission, viewer: User) -> SubmissionRow:
    """A submission as its resident sees it in the list."""
    log = submission.log
    state = "undone" if log is not None and hasattr(log, "reversal") else submission.state
    return SubmissionRow(
        id=submission.pk,
        action=submission.action,
        quantity=submission.quantity,
        done_on=submission.done_on,
        kind=submission.kind,
        kind_label=submission.get_kind_display(),
        state=state,
        state_label=STATES[state],
        chip=CHIPS[state],
        points=log.points if log is not None and state == "approved" else 0,
        whose="" if submission.resident_id == viewer.pk else submission.resident.display_name,
        created_at=submission.created_at,
        url=reverse("carbon_points:submission", args=[submission.pk]),
    )


def submission_page(viewer: User, submission_id: int) -> SubmissionPage:
    """One's own submission with its photos and answers. Raises NotFound. Four queries."""
    submission = own_submission(viewer, submission_id)
    photos = [row.photo for row in submission.photos.select_related("photo")]
    last = (
        Decision.objects.filter(submission=submission, is_second=False, undone_at=None)
        .order_by("-pk")
        .values_list("reason", flat=True)
        .first()
    )
    appeal = Appeal.objects.filter(submission=submission).first()
    until = _appeal_until(submission)
    return SubmissionPage(
        row=submission_row(submission, viewer),
        note=submission.note,
        bill=getattr(submission, "bill", None),
        photo_urls=[evidence_url(photo=photo, viewer=viewer) for photo in photos if photo.removed_at is None],
        photos_gone=any(photo.removed_at is not None for photo in photos),
        reason=last or "" if submission.state == Submission.State.REJECTED else "",
        decided_at=submission.decided_at,
        appeal=appeal,
        can_withdraw=submission.state == Submission.State.PENDING,
        can_appeal=until is not None and appeal is None and clock.today() <= until,
        appeal_until=until,
    )


def _appeal_until(submission: Submission) -> date | None:
    """The last day of an appeal; None when nothing was rejected."""
    if submission.state != Submission.State.REJECTED or submission.decided_at is None:
        return None
    return timezone.localdate(submission.decided_at + APPEAL_FOR)
