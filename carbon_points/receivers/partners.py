"""What happens to partner links when something happens to a person or a consent."""

from datetime import datetime

from accounts.erasing import on_erasure
from accounts.models import Consent, User
from accounts.withdrawing import on_withdrawal
from carbon_points.services.partner_links import end_links, forget_numbers_of


@on_withdrawal(Consent.Purpose.PARTNER_DATA)
def end_what_was_agreed(*, user: User, detail: str, now: datetime) -> None:
    """The link ends in the same transaction."""
    end_links(user=user, detail=detail, now=now)


@on_erasure("partner_links")
def forget_numbers(*, user: User, now: datetime) -> None:
    """Nothing more is taken for somebody who is gone."""
    forget_numbers_of(user=user, now=now)
