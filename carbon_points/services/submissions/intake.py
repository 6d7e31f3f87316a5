"""What photos and bills have in common: the request, the rules, the rows. For services in a transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from accounts.services.household_rows import lock_household
from carbon_points.models import Action, Submission, SubmissionPhoto
from carbon_points.refusals import KeyReused, PhotosMissing, TooManyWaiting
from carbon_points.rules import logs as rules
from carbon_points.rules.keys import check_key
from carbon_points.selectors.submission_flags import flags_of
from carbon_points.selectors.terms import Terms, past_logs
from carbon_points.services import ledger
from carbon_points.services.logs.record import admitted
from core.text import clean
from media.services import use

MOST_PHOTOS = 3
MOST_WAITING = 20
NOTE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Request:
    """What one call asks for, bill or photo."""

    resident: User
    action: Action
    kind: Submission.Kind
    quantity: Decimal
    done_on: date
    photo_ids: tuple[int, ...]
    note: str
    request_key: str
    submitted_by: User
    now: datetime


def begin(request: Request) -> tuple[list[int], Submission | None]:
    """Lock, then look: the household's people, and the submission that this key made before."""
    check_key(request.request_key)
    household = lock_household(request.resident) if request.action.is_shared else []
    ledger.lock_accounts(resident=request.resident, now=request.now)
    earlier = Submission.objects.filter(resident=request.resident, request_key=request.request_key).first()
    if earlier is None:
        return household, None
    same = (earlier.action_id, earlier.kind, earlier.quantity, earlier.done_on)
    if same != (request.action.pk, request.kind, request.quantity, request.done_on):
        raise KeyReused("这个请求标识已经用于另一条记录，请换一个标识再提交。")
    return household, earlier


def check(request: Request, household: Sequence[int], *, earliest: date | None) -> Terms:
    """The same rules as for a log, judged now; they are judged once more when it is approved."""
    if not 1 <= len(set(request.photo_ids)) == len(request.photo_ids) <= MOST_PHOTOS:
        raise PhotosMissing(f"请上传1到{MOST_PHOTOS}张照片，每张不同。")
    waiting = Submission.objects.filter(resident=request.resident, state=Submission.State.PENDING)
    if waiting.count() >= MOST_WAITING:
        raise TooManyWaiting(f"您有{MOST_WAITING}件正在等待核验，请等有了结果再提交。")
    terms, asked = admitted(
        request.resident,
        request.action,
        request.quantity,
        request.done_on,
        request.kind,
        earliest,
        request.now,
    )
    rules.check_room(asked, past_logs(resident=request.resident, asked=asked, household=household))
    return terms


def create(request: Request, terms: Terms) -> Submission:
    photos = [
        use.attach(owner=request.submitted_by, photo_id=pk, used_on=request.done_on, now=request.now)
        for pk in request.photo_ids
    ]
    submission = Submission.objects.create(
        resident=request.resident,
        area_id=terms.area_id,
        action=request.action,
        kind=request.kind,
        quantity=request.quantity,
        done_on=request.done_on,
        note=clean(request.note).strip()[:NOTE_LENGTH],
        request_key=request.request_key,
        submitted_by=request.submitted_by,
        flags=flags_of(request.submitted_by, photos, timezone.localdate(request.now)),
        created_at=request.now,
    )
    SubmissionPhoto.objects.bulk_create(
        SubmissionPhoto(submission=submission, photo=photo, order=order) for order, photo in enumerate(photos)
    )
    return submission
