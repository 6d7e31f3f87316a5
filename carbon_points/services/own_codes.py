"""Six digits that a resident shows to a helper, so that nobody has to say a phone number aloud."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from accounts.services.rows import lock_user
from carbon_points.models import DeskCode
from core import clock

LIFETIME = timedelta(minutes=10)
# One that is nearly over is replaced rather than shown.
WORTH_SHOWING = timedelta(minutes=2)


@transaction.atomic
def show_code(*, resident: User, now: datetime | None = None) -> DeskCode:
    """The resident's code: the one that stands, or a fresh one for ten minutes."""
    now = now or clock.now()
    lock_user(resident)
    standing = DeskCode.objects.filter(resident=resident).first()
    if standing is not None and standing.valid_to >= now + WORTH_SHOWING:
        return standing
    DeskCode.objects.filter(resident=resident).delete()
    # In a million there is room; what is over makes more.
    DeskCode.objects.filter(valid_to__lte=now).delete()
    taken = True
    while taken:
        code = f"{secrets.randbelow(10**6):06d}"
        taken = DeskCode.objects.filter(code=code).exists()
    return DeskCode.objects.create(resident=resident, code=code, valid_to=now + LIFETIME)
