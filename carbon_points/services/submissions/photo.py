"""A deed with photos of it."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from carbon_points.models import Action, Submission
from carbon_points.services.submissions.intake import Request, begin, check, create
from core import clock


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
    request = Request(
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
    household, earlier = begin(request)
    if earlier is not None:
        return earlier
    terms = check(request, household, earliest=None)
    return create(request, terms)
