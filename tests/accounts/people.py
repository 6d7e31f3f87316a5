"""Builders for the tests about people and their groups."""

from itertools import count

from accounts.models import Household, User
from accounts.services import family, households, residents

_numbers = count(1)


def someone(nickname: str = "") -> User:
    """A resident with a phone of their own."""
    user = residents.welcome(phone=f"+861590000{next(_numbers):04}", channel="web")
    if nickname:
        user.nickname = nickname
        user.save(update_fields=["nickname"])
    return user


def kept(keeper: User, nickname: str = "外婆", age_band: str = "adult") -> User:
    """Somebody without a phone."""
    return family.keep_person(
        keeper=keeper, nickname=nickname, age_band=age_band, consented=True, channel="web"
    )


def household(keeper: User, *members: User) -> Household:
    """A household with these people."""
    made = households.create_household(user=keeper, name="老街人家", channel="web")
    for member in members:
        households.join_household(user=member, code=made.join_code, channel="web")
    return made
