"""Tickets: what a fresh code of a screen is exchanged for, so that a guest has time to sign in.

Screens of places and of other things that a room above shows are told apart by `of`.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core import signing

from carbon_points.refusals.desks import TicketRefused

LIFETIME = timedelta(minutes=10)
PLACE = "place"


@dataclass(frozen=True, slots=True)
class Ticket:
    """Somebody saw the screen of this place (or what else has one) at this moment. `number` serves once."""

    place_id: int
    number: str
    issued_at: datetime


def issue(*, place_id: int, now: datetime, of: str = PLACE) -> str:
    """A signed ticket as text."""
    return _signer(of).sign_object({"p": place_id, "n": secrets.token_hex(12), "at": int(now.timestamp())})


def read(text: str, *, place_id: int, now: datetime, of: str = PLACE) -> Ticket:
    """The ticket in a text. Raises TicketRefused when it is forged, of another place, or too old."""
    try:
        content: Any = _signer(of).unsign_object(text)
    except (signing.BadSignature, ValueError):
        content = None
    if content is None or content["p"] != place_id:
        raise TicketRefused("这个码读不出来，请重新扫屏幕上的码。")
    issued_at = datetime.fromtimestamp(content["at"], UTC)
    # A clock of another machine may be a little ahead.
    if not -timedelta(minutes=1) <= now - issued_at <= LIFETIME:
        raise TicketRefused("扫码后超过10分钟了，请重新扫屏幕上的码。")
    return Ticket(place_id=place_id, number=content["n"], issued_at=issued_at)


def _signer(of: str) -> signing.Signer:
    return signing.Signer(salt=f"carbon_points.{of}_ticket")
