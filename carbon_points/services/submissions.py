"""Handing in a photo or a bill, and taking it back before it is decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.refusals import AccountClosed
from accounts.selectors.households import household_of
from accounts.services.household_rows import lock_household
from carbon_points.models import Action, Appeal, Bill, Claim, Submission, SubmissionPhoto
from carbon_points.refusals import (
    ActionClosed,
    AlreadyCounted,
    AlreadyDecided,
    EvidenceRefused,
    KeyReused,
    PhotosMissing,
    TooManyWaiting,
)
from carbon_points.rules import bills
from carbon_points.rules import logs as rules
from carbon_points.rules.keys import check_key
from carbon_points.rules.periods import month_of
from carbon_points.sealing import meter_digest
from carbon_points.selectors.submission_flags import flags_of
from carbon_points.selectors.submissions import own_submission
from carbon_points.selectors.terms import Terms, asked_of, past_logs, terms_on
from carbon_points.services import ledger
from carbon_points.services.claims import meter_fingerprint
from core import clock
from core.text import clean
from media.services import use

MOST_PHOTOS = 3
MOST_WAITING = 20
NOTE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class _Request:
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


@transaction.atomic
def submit_photo(
    *,
    resident: User,
    action: Action,
    quantity: Decimal,
    done_on: date,
    photo_ids: Sequence[int],
    note: str = "",
    request_key: str,
    submitted_by: User | None = None,
    now: datetime | None = None,
) -> Submission:
    """Hand in a deed of today or yesterday with 1 to 3 own photos that no record uses yet.

    It waits for a reviewer and holds its room meanwhile; at most 20 of one person wait. The same request_key
    gives back the first submission. The photos belong to `submitted_by`, who is the resident if nobody is
    named. Raises what log_action raises, PhotosMissing, TooManyWaiting, and what media's `attach` raises.
    """
    request = _Request(
        resident=resident,
        action=action,
        kind=Submission.Kind.PHOTO,
        quantity=quantity,
        done_on=done_on,
        photo_ids=tuple(photo_ids),
        note=note,
        request_key=request_key,
        submitted_by=submitted_by or resident,
        now=now or clock.now(),
    )
    household, earlier = _begin(request)
    if earlier is not None:
        return earlier
    terms = _check(request, household, earliest=None)
    return _create(request, terms)


@transaction.atomic
def submit_bill(
    *,
    resident: User,
    action: Action,
    meter: str,
    month: date,
    used: Decimal,
    used_last_year: Decimal,
    photo_ids: Sequence[int],
    note: str = "",
    request_key: str,
    submitted_by: User | None = None,
    now: datetime | None = None,
) -> Submission:
    """Hand in the bill of a meter for one of the last two full months (`month` is its first day).

    `used` and `used_last_year` are in the unit of the meter; the saving is credited up to 30 % of last
    year's use. The deed's day is the last of the month. `meter` is the account number as typed; kept are a
    keyed digest and the last four characters. Raises BillRefused and AlreadyCounted besides what
    submit_photo raises.
    """
    now = now or clock.now()
    if action.code not in bills.METERED:
        raise EvidenceRefused("只有家庭用电、用气、用水可以凭账单记录，其他行动请拍照。")
    bills.check_month(month, timezone.localdate(now))
    number = bills.meter_number(meter)
    request = _Request(
        resident=resident,
        action=action,
        kind=Submission.Kind.BILL,
        quantity=bills.credited_saving(used, used_last_year),
        done_on=month_of(month)[1],
        photo_ids=tuple(photo_ids),
        note=note,
        request_key=request_key,
        submitted_by=submitted_by or resident,
        now=now,
    )
    household, earlier = _begin(request)
    if earlier is not None:
        return earlier
    terms = _check(request, household, earliest=request.done_on)
    digest = meter_digest(number)
    _refuse_meter_twice(terms, digest, month)
    submission = _create(request, terms)
    Bill.objects.create(
        submission=submission,
        meter_digest=digest,
        meter_hint=number[-4:],
        month=month,
        used=used,
        used_last_year=used_last_year,
        household=household_of(resident),
    )
    return submission


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


def _begin(request: _Request) -> tuple[list[int], Submission | None]:
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


def _check(request: _Request, household: Sequence[int], *, earliest: date | None) -> Terms:
    """The same rules as for a log, judged now; they are judged once more when it is approved."""
    if not 1 <= len(set(request.photo_ids)) == len(request.photo_ids) <= MOST_PHOTOS:
        raise PhotosMissing(f"请上传1到{MOST_PHOTOS}张照片，每张不同。")
    waiting = Submission.objects.filter(resident=request.resident, state=Submission.State.PENDING)
    if waiting.count() >= MOST_WAITING:
        raise TooManyWaiting(f"您有{MOST_WAITING}件正在等待核验，请等有了结果再提交。")
    terms = terms_on(action=request.action, day=request.done_on, resident=request.resident)
    asked = asked_of(
        request.action, terms, quantity=request.quantity, done_on=request.done_on, evidence=request.kind
    )
    rules.check_shape(asked, timezone.localdate(request.now), earliest)
    if terms is None:
        raise ActionClosed("这项行动在这一天还没有公布的算法，暂时不能记录。")
    if not terms.resident_is_active:
        raise AccountClosed("这个账号已停用，不能再记录。")
    rules.check_room(asked, past_logs(resident=request.resident, asked=asked, household=household))
    return terms


def _create(request: _Request, terms: Terms) -> Submission:
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


def _refuse_meter_twice(terms: Terms, digest: str, month: date) -> None:
    """What is known now; two at the same instant meet at the register when the second is approved."""
    fingerprint = meter_fingerprint(group=terms.method.exclusive_group, digest=digest, month=month)
    waiting = Bill.objects.filter(
        meter_digest=digest,
        month=month,
        submission__state=Submission.State.PENDING,
        submission__action__methods__exclusive_group=terms.method.exclusive_group,
    )
    counted = Claim.objects.filter(fingerprint=fingerprint, released_at=None)
    if counted.exists() or waiting.exists():
        raise AlreadyCounted("这个户号这个月的账单已经提交过，一个户号一个月只计一次。")
