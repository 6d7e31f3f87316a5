"""What a guest had begun with rewards and gifts, carried out after sign-in."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts import pending
from accounts.models import User
from carbon_points.services import rewards as services
from core.refusals import Refused

REDEEM, ASK_FOR_STOCK, DONATE = "redeem", "ask_for_stock", "donate"
TOLD = "好的，有货时会在“消息”里告诉您一次。"


@pending.handler(REDEEM)
def redeem_after_sign_in(*, user: User, payload: dict[str, Any], request_key: UUID) -> pending.Outcome:
    """The guest's reward; a refusal leads back to it, where the way on stands."""
    reward_id = payload["reward"]
    try:
        voucher = services.redeem(resident=user, reward_id=reward_id, request_key=str(request_key))
    except Refused as refused:
        return pending.Outcome(
            url=reverse("carbon_points:reward", args=[reward_id]), message=refused.message, refused=True
        )
    return pending.Outcome(url=reverse("carbon_points:voucher", args=[voucher.pk]))


@pending.handler(ASK_FOR_STOCK)
def ask_after_sign_in(*, user: User, payload: dict[str, Any], request_key: UUID) -> pending.Outcome:
    """The guest waits for a sold-out reward."""
    services.ask_for_stock(resident=user, reward_id=payload["reward"])
    return pending.Outcome(url=reverse("carbon_points:reward", args=[payload["reward"]]), message=TOLD)


@pending.handler(DONATE)
def donate_after_sign_in(*, user: User, payload: dict[str, Any], request_key: UUID) -> pending.Outcome:
    """The guest's gift; a refusal leads back to the cause."""
    url = reverse("carbon_points:cause", args=[payload["cause"]])
    try:
        services.donate(
            resident=user, cause_id=payload["cause"], points=payload["points"], request_key=str(request_key)
        )
    except Refused as refused:
        return pending.Outcome(url=url, message=refused.message, refused=True)
    return pending.Outcome(url=url, message=thanks(payload["points"]))


def thanks(points: int) -> str:
    """What is said after a gift."""
    return f"谢谢您！捐出的{points}分已经记到这个项目名下。"
