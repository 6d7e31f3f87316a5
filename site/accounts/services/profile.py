"""What residents may change about themselves."""

from django.conf import settings
from django.db import transaction

from accounts import rules
from accounts.models import Area, User
from accounts.refusals import NicknameUnfit
from core.text import clean


@transaction.atomic
def update_profile(*, user: User, nickname: str, area: Area | None) -> User:
    """Set nickname and area; an empty nickname goes back to the city's word for a resident.

    Raises NicknameUnfit.
    """
    nickname = " ".join(clean(nickname).split())
    if fault := rules.nickname_fault(nickname, reserved=(settings.CITY.site_name, settings.CITY.host_unit)):
        raise NicknameUnfit(fault)
    user.nickname = nickname
    user.area = area
    user.save(update_fields=["nickname", "area"])
    return user
