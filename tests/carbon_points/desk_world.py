"""Organisations, helpers and residents for tests."""

from itertools import count
from typing import Any

from accounts.models import Area, Organisation, User
from accounts.sealing import unseal
from accounts.services.organisation_people import keep_for_organisation
from accounts.services.organisations import add_member, ensure_organisation
from tests.accounts.people import someone

_numbers = count(1)
_towns = count(430481101)


def make_town() -> Area:
    """A township of its own."""
    city, _ = Area.objects.get_or_create(code="430481000", defaults={"name": "城市", "level": "city"})
    code = str(next(_towns))
    return Area.objects.create(code=code, name=f"街道{code[-2:]}", level="town", parent=city)


def make_desk(kind: str = "community", *, area: Area | None = None, is_verified: bool = True) -> Organisation:
    """An organisation that can record for others."""
    return ensure_organisation(
        code=f"org-{next(_numbers)}", name="社区服务台", kind=kind, area=area, is_verified=is_verified
    )


def make_helper(organisation: Organisation, role: str = "helper", nickname: str = "小曹") -> User:
    """Somebody who works there."""
    user = someone(nickname)
    add_member(organisation=organisation, user=user, role=role)
    return user


def phone_of(user: User) -> str:
    """The number of a resident of the tests."""
    return unseal(user.phone_sealed).removeprefix("+86")


def kept_at(organisation: Organisation, by: User, nickname: str = "刘奶奶", **values: Any) -> User:
    """Somebody without a phone whom the organisation looks after."""
    usual = {"age_band": "adult", "consented": True, "channel": "web"} | values
    return keep_for_organisation(organisation_id=organisation.pk, by=by, nickname=nickname, **usual)
