"""What residents may change about themselves."""

from django.conf import settings
from django.db import transaction

from accounts import rules
from accounts.models import Area, User
from accounts.refusals import NicknameUnfit
from core.text import clean


@transaction.atomic
def update_profile(*, user: User, nickname: str, area: Area | None, age_band: str | None = None) -> User:
    """Set nickname, area and, unless None, age band; an empty nickname means the city's word for a resident.

    People whom the resident keeps move along. Staff stay where the security administrator put them: a
    reviewer must not move away from the neighbours. Raises NicknameUnfit.
    """
    moved = user.area != area and not user.is_staff
    user.nickname = fit_name(nickname)
    user.area = area if moved else user.area
    if age_band is not None:
        user.age_band = age_band
    user.save(update_fields=["nickname", "area", "age_band"])
    if moved:
        User.objects.filter(kept_by=user).update(area=area)
    return user


def fit_name(typed: str) -> str:
    """What somebody typed as a name, tidied. Raises NicknameUnfit."""
    name = " ".join(clean(typed).split())
    if fault := rules.nickname_fault(name, reserved=(settings.CITY.site_name, settings.CITY.host_unit)):
        raise NicknameUnfit(fault)
    return name
