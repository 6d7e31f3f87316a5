"""The registration of an organisation that a guest began, carried out once after sign-in."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts import pending
from accounts.models import OrganisationRequest, User
from accounts.selectors import choosable_areas
from accounts.services.organisation_requests import request_organisation
from core.refusals import Refused

REGISTER = "register-organisation"
SAID = "收到了，工作人员核实以后会在“消息”里告诉您。"


def ask_for(user: User, wishes: dict[str, str], request_key: UUID) -> OrganisationRequest:
    """Hand the wishes of a form to staff. Raises a Refused."""
    area = choosable_areas().filter(code=wishes["area"]).first() if wishes["area"] else None
    named = {name: wishes[name] for name in ("name", "kind", "doing", "proof")}
    return request_organisation(user=user, area=area, request_key=request_key, **named)


@pending.handler(REGISTER)
def register_after_sign_in(*, user: User, payload: dict[str, Any], request_key: UUID) -> pending.Outcome:
    """The guest's request; a refusal leads back to the form."""
    url = reverse("organisation-new")
    try:
        ask_for(user, payload, request_key)
    except Refused as refused:
        return pending.Outcome(url=url, message=refused.message, refused=True)
    return pending.Outcome(url=url, message=SAID)
