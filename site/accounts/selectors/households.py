"""Households and who stands in them."""

from django.db.models import QuerySet

from accounts.models import Household, HouseholdMember, User


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
