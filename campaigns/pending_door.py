"""A guest scanned the hall's screen: after sign-in they are entered."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts import pending
from accounts.models import User
from campaigns.services.arrivals import arrive

PENDING_ARRIVAL = "campaign_arrival"


@pending.handler(PENDING_ARRIVAL)
def arrive_after_sign_in(*, user: User, payload: dict[str, Any], request_key: UUID) -> pending.Outcome:
    """The ticket was issued when the screen was scanned, and names the scan."""
    session_id = int(payload["session"])
    arrive(resident=user, session_id=session_id, ticket=payload["ticket"])
    return pending.Outcome(url=reverse("campaigns:come", args=[session_id]))
