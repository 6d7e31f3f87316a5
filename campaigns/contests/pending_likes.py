"""A like that a guest had begun, carried out once after sign-in."""

from typing import Any
from uuid import UUID

from accounts import pending
from accounts.models import User
from campaigns.contests.services.likes import like
from core.refusals import Refused

LIKE = "contest_like"
LIKED = "谢谢您喜欢这件作品。今天之内可以收回。"


@pending.handler(LIKE)
def like_after_sign_in(*, user: User, payload: dict[str, Any], request_key: UUID) -> pending.Outcome:
    """The guest's like."""
    url = f"/contests/{payload['contest']}/works/"
    try:
        like(by=user, entry_id=payload["entry"])
    except Refused as refused:
        return pending.Outcome(url=url, message=refused.message, refused=True)
    return pending.Outcome(url=url, message=LIKED)
