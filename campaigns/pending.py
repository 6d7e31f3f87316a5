"""What a guest had begun around a campaign, carried out once after sign-in."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts import pending
from accounts.models import User
from campaigns.models import Registration
from campaigns.services.registration import register
from carbon_points.pending.records import resident_for
from core.refusals import Refused

REGISTER = "register"


def sign_up(user: User, *, session_id: int, wishes: dict[str, Any], request_key: str) -> Registration:
    """Register a person, or somebody whom they keep. Raises a Refused."""
    resident = resident_for(user, int(wishes["for_person"]))
    return register(
        resident=resident,
        session_id=session_id,
        request_key=request_key,
        places=int(wishes["places"]),
        name=wishes["name"],
        answers=wishes["answers"],
        wants_sms=bool(wishes["wants_sms"]),
        by=user,
    )


@pending.handler(REGISTER)
def register_after_sign_in(*, user: User, payload: dict[str, Any], request_key: UUID) -> pending.Outcome:
    """The guest's registration; a refusal leads back to the form, where the way on stands."""
    session_id = payload["session"]
    try:
        row = sign_up(user, session_id=session_id, wishes=payload["wishes"], request_key=str(request_key))
    except Refused as refused:
        return pending.Outcome(
            url=reverse("campaigns:sign-up", args=[session_id]), message=refused.message, refused=True
        )
    return pending.Outcome(url=reverse("campaigns:mine", args=[row.pk]), message=said(row))


def said(row: Registration) -> str:
    """What is said after it."""
    if row.state == Registration.State.WAITING:
        return "已经帮您排上候补，有名额会马上告诉您。"
    return "报名成功，到时候见！"
