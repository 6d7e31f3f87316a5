"""Households and who stands in them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import Household, HouseholdMember, User
from core import clock


def household_of(user: User) -> Household | None:
    """The household that a person belongs to now."""
    return Household.objects.filter(members__user=user, members__left_at=None).first()


def membership_of(user: User) -> HouseholdMember | None:
    """The standing membership of a person, with its household."""
    rows = HouseholdMember.objects.filter(user=user, left_at=None)
    return rows.select_related("household").first()


def members_of_household(household: Household) -> "QuerySet[HouseholdMember]":
    """Who stands in a household now, in the order in which they joined, with their users."""
    rows = HouseholdMember.objects.filter(household=household, left_at=None)
    return rows.select_related("user").order_by("joined_at", "pk")


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One person on the page of a household; `kept_by` is the name of who keeps them, if anybody does."""

    id: int
    name: str
    is_keeper: bool
    is_me: bool
    kept_by: str


@dataclass(frozen=True, slots=True)
class HouseholdPage:
    """A household as one of its members sees it; the join code is empty for all but the keeper."""

    name: str
    members: list[MemberRow]
    i_keep: bool
    join_code: str
    code_until: datetime | None


def household_page(own: HouseholdMember) -> HouseholdPage:
    """The household of this membership. One query."""
    rows = list(members_of_household(own.household))
    names = {row.user_id: row.user.display_name for row in rows}
    i_keep = own.role == HouseholdMember.Role.KEEPER
    alive = i_keep and own.household.code_until > clock.now()
    return HouseholdPage(
        name=own.household.name,
        members=[
            MemberRow(
                id=row.user_id,
                name=names[row.user_id],
                is_keeper=row.role == HouseholdMember.Role.KEEPER,
                is_me=row.user_id == own.user_id,
                kept_by=names.get(row.user.kept_by_id or 0, ""),
            )
            for row in rows
        ],
        i_keep=i_keep,
        join_code=own.household.join_code if alive else "",
        code_until=own.household.code_until if alive else None,
    )


def household_user_ids(user: User) -> list[int]:
    """Everybody of the person's household, the person included; only the person when there is none.

    Ascending, in one query.
    """
    return sorted({user_id for _, user_id in standing_rows(user)} | {user.pk})


def standing_rows(user: User) -> list[tuple[int, int]]:
    """(household, user) of every standing member of the person's household; empty without one."""
    rows = HouseholdMember.objects.filter(
        left_at=None,
        household__in=HouseholdMember.objects.filter(user=user, left_at=None).values("household"),
    )
    return list(rows.order_by("user_id").values_list("household_id", "user_id"))
