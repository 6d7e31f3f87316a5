"""What a guest had begun around a contest, carried out once after sign-in."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts import pending
from accounts.models import User
from campaigns.contests.services.objections import object_to
from core.refusals import Refused

OBJECT = "contest_objection"
SAID = "收到您的异议。有了答复会发消息告诉您，答复也会公布在公示页上。"


@pending.handler(OBJECT)
def object_after_sign_in(*, user: User, payload: dict[str, Any], request_key: UUID) -> pending.Outcome:
    """The guest's objection; a refusal leads back to the notice."""
    url = reverse("contests:notice", args=[payload["contest"]])
    try:
        object_to(
            user=user,
            contest_id=payload["contest"],
            entry_id=payload["entry"],
            words=payload["words"],
            request_key=str(request_key),
        )
    except Refused as refused:
        return pending.Outcome(url=url, message=refused.message, refused=True)
    return pending.Outcome(url=url, message=SAID)
