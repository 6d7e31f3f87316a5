"""Staff look a resident up by the whole phone number; each look is written down."""

from django.db import transaction
from wagtail.log_actions import log

from accounts.models import User
from accounts.rules import phone_number
from accounts.sealing import phone_digest
from carbon_points.refusals import GrantRefused
from core.refusals import NotFound

LOOKED_UP = "carbon_points.look_up"


def find_resident(*, phone: str, by: User, purpose: str) -> User:
    """The resident of a number. Raises GrantRefused for what is no number, NotFound when nobody has it.

    The look stays written down either way, without the number.
    """
    try:
        digest = phone_digest(phone_number(phone))
    except ValueError:
        raise GrantRefused("请填写完整的11位手机号。") from None
    resident = _noted(digest, by, purpose)
    if resident is None:
        raise NotFound("没有用这个手机号登录过的居民，请核对号码。")
    return resident


@transaction.atomic
def _noted(digest: str, by: User, purpose: str) -> User | None:
    resident = User.objects.filter(phone_digest=digest, is_active=True).select_related("area").first()
    data = {"purpose": purpose, "found": resident is not None}
    log(resident or by, LOOKED_UP, user=by, data=data)
    return resident
