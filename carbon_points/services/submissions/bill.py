"""The bill of a meter, beside last year's."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.selectors.households import household_of
from carbon_points.models import Action, Bill, Claim, Submission
from carbon_points.refusals import AlreadyCounted, EvidenceRefused
from carbon_points.rules import bills
from carbon_points.rules.periods import month_of
from carbon_points.sealing import meter_digest
from carbon_points.selectors.terms import Terms
from carbon_points.services.claims import meter_fingerprint
from carbon_points.services.submissions.intake import Request, begin, check, create
from core import clock


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
    request = Request(
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
    row = Bill(
        meter_digest=meter_digest(number),
        meter_hint=number[-4:],
        month=month,
        used=used,
        used_last_year=used_last_year,
    )
    return _hand_in(request, row)


def _hand_in(request: Request, bill: Bill) -> Submission:
    household, earlier = begin(request)
    if earlier is not None:
        return earlier
    terms = check(request, household, earliest=request.done_on)
    _refuse_meter_twice(terms, bill.meter_digest, bill.month)
    bill.submission = create(request, terms)
    bill.household = household_of(request.resident)
    bill.save()
    return bill.submission


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
