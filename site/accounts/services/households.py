"""Households: made, joined by code, left, kept in order. Kept persons come and go with their keeper."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts import rules
from accounts.models import Household, HouseholdMember, User
from accounts.refusals import HouseholdRefused, KeeperOnly, NoHousehold, WrongJoinCode
from accounts.selectors.family import people_kept_by
from accounts.selectors.households import membership_of
from accounts.services import household_rows, join_tries
from accounts.services.profile import fit_name
from accounts.services.rows import lock_user
from core import clock
from core.refusals import NotFound


@transaction.atomic
def create_household(*, user: User, name: str, channel: str) -> Household:
    """Make a household with this person as its keeper.

    Raises NicknameUnfit, InAHousehold or ChangedLately.
    """
    name = fit_name(name) or "我们家"
    now = clock.now()
    user = lock_user(user)
    household_rows.refuse_entry(user, now)
    household = Household.objects.create(name=name, created_at=now, **household_rows.fresh_code(now))
    people = [user, *people_kept_by(user)]
    household_rows.enter(
        household, people, by=user, channel=channel, now=now, role=HouseholdMember.Role.KEEPER
    )
    return household


def join_household(*, user: User, code: str, channel: str) -> Household:
    """Join the household that told its code, with everybody whom the person keeps.

    Raises TooManyJoinTries, WrongJoinCode, InAHousehold, ChangedLately or HouseholdFull. A wrong try stays
    counted: this service is no transaction as a whole, and must not be called inside one.
    """
    now = clock.now()
    join_tries.claim_try(user=user, now=now)
    household = Household.objects.filter(join_code=rules.join_code_typed(code), code_until__gt=now).first()
    if household is None:
        raise WrongJoinCode(
            "没有找到这个加入码。请和家里的管家核对六个字母；加入码七天后失效，可以请他换一个新的。"
        )
    join_tries.give_back(user=user)
    return _join(user, household, channel, now)


@transaction.atomic
def bring_along(*, household: Household, people: Sequence[User], by: User, channel: str) -> None:
    """Add kept persons to the household of their keeper, whose row the caller holds. Raises HouseholdFull."""
    household_rows.enter(household, people, by=by, channel=channel, now=clock.now())


@transaction.atomic
def leave_household(*, user: User, channel: str) -> None:
    """Leave, with everybody whom the person keeps; who has been there longest is keeper next.

    Raises NoHousehold.
    """
    household = household_rows.lock_own_household(user)
    if household is None:
        raise NoHousehold("您现在没有加入家庭，不用退出。")
    user = lock_user(user)
    household_rows.end(household, [user, *people_kept_by(user)], by=user, channel=channel)


@transaction.atomic
def remove_member(*, keeper: User, user_id: int, channel: str) -> None:
    """Send a member away, with everybody whom they keep. Raises NoHousehold, KeeperOnly or NotFound."""
    household = _as_keeper(keeper)
    member = User.objects.filter(
        pk=user_id, household_memberships__household=household, household_memberships__left_at=None
    ).first()
    if member is None:
        raise NotFound("这位成员已经不在这个家庭里了，请刷新页面。")
    if member.pk == keeper.pk:
        raise HouseholdRefused("要离开自己的家庭，请用“退出家庭”。")
    if member.kept_by_id:
        raise HouseholdRefused("由别人代管的家人跟着代管人进出，请移除代管人，或请代管人来操作。")
    household_rows.end(household, [member, *people_kept_by(member)], by=keeper, channel=channel)


@transaction.atomic
def rename_household(*, keeper: User, name: str) -> Household:
    """Give the household another name. Raises NicknameUnfit, NoHousehold or KeeperOnly."""
    household = _as_keeper(keeper)
    household.name = fit_name(name) or household.name
    household.save(update_fields=["name"])
    return household


@transaction.atomic
def renew_code(*, keeper: User) -> Household:
    """Make a fresh join code for seven days; the earlier one is void. Raises NoHousehold or KeeperOnly."""
    household = _as_keeper(keeper)
    for field, value in household_rows.fresh_code(clock.now()).items():
        setattr(household, field, value)
    household.save(update_fields=["join_code", "code_until"])
    return household


@transaction.atomic
def _join(user: User, household: Household, channel: str, now: datetime) -> Household:
    # Lock, then look: the code may have been renewed, the last place taken.
    held = Household.objects.select_for_update(no_key=True).get(pk=household.pk)
    user = lock_user(user)
    if held.join_code != household.join_code:
        raise WrongJoinCode("这个加入码刚刚换过了，请向家里的管家要新的。")
    household_rows.refuse_entry(user, now)
    household_rows.enter(held, [user, *people_kept_by(user)], by=user, channel=channel, now=now)
    return held


def _as_keeper(user: User) -> Household:
    """The household that this person keeps, its row locked."""
    household = household_rows.lock_own_household(user)
    member = membership_of(user)
    if household is None or member is None:
        raise NoHousehold("您现在没有加入家庭。")
    if member.role != HouseholdMember.Role.KEEPER:
        raise KeeperOnly("这件事要由家庭的管家来做，请告诉他。")
    return household
