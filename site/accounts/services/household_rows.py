"""The rows of households: holding them, entering, leaving; for services that have begun a transaction."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from accounts import rules
from accounts.models import Consent, Household, HouseholdMember, User
from accounts.refusals import ChangedLately, HouseholdFull, HouseholdRefused, InAHousehold
from accounts.selectors.households import standing_rows
from accounts.services.consents import record_consent, withdraw_consent
from accounts.texts import privacy_notice
from core import clock

Role = HouseholdMember.Role


def lock_own_household(user: User) -> Household | None:
    """The household that a person stands in, held until the transaction ends; None without one.

    Whoever changes it, or counts for all of its people, waits here. Take it before any other lock.
    """
    return _lock(user)[0]


def lock_household(user: User) -> list[int]:
    """Hold the person's household, if any, until the transaction ends; the user ids that count together.

    Ascending, the person included. One query without a household, three with one.
    """
    return _lock(user)[1]


def _lock(user: User) -> tuple[Household | None, list[int]]:
    held: Household | None = None
    # The person may move while we wait for the row; then the next one is the right one.
    while (rows := standing_rows(user)) and (held is None or rows[0][0] != held.pk):
        held = Household.objects.select_for_update(no_key=True).get(pk=rows[0][0])
    return (held, [user_id for _, user_id in rows]) if rows else (None, [user.pk])


def refuse_entry(user: User, now: datetime) -> None:
    """The person's row is locked, so no other household can be entered meanwhile."""
    if user.is_kept or not user.is_active:
        raise HouseholdRefused("请由代管人带着家人一起加入。")
    past = list(
        HouseholdMember.objects.filter(user=user).order_by("joined_at").values_list("joined_at", "left_at")
    )
    if any(left_at is None for _, left_at in past):
        raise InAHousehold("您已经在一个家庭里了，请先退出，再加入别的家庭。")
    # The first household is no change.
    changes = [joined_at for joined_at, _ in past[1:]]
    free_on = changes[-1] + timedelta(days=rules.DAYS_BETWEEN_HOUSEHOLDS) if changes else now
    if free_on > now:
        days = -(-(free_on - now) // timedelta(days=1))
        raise ChangedLately(
            f"{rules.DAYS_BETWEEN_HOUSEHOLDS} 天内只能换一次家庭，请 {days} 天后再来；"
            "这不影响您自己的记录和积分。"
        )


def enter(
    household: Household,
    people: Sequence[User],
    *,
    by: User,
    channel: str,
    now: datetime,
    role: str = Role.MEMBER,
) -> None:
    """The household's row is locked, or new. The first of the people takes the role, others are members."""
    standing = HouseholdMember.objects.filter(household=household, left_at=None).count()
    if standing + len(people) > rules.HOUSEHOLD_SIZE:
        raise HouseholdFull(f"一个家庭最多 {rules.HOUSEHOLD_SIZE} 个人（连同代管的家人），现在坐不下了。")
    for number, person in enumerate(people):
        HouseholdMember.objects.create(
            household=household, user=person, role=Role.MEMBER if number else role, joined_at=now
        )
        record_consent(
            user=person,
            notice=privacy_notice(),
            channel=channel,
            purpose=Consent.Purpose.HOUSEHOLD,
            detail=f"household:{household.pk}",
            given_by=None if person.pk == by.pk else by,
        )


def end(household: Household, people: Sequence[User], *, by: User, channel: str) -> None:
    """The household's row is locked. Without a keeper, the next is who has been there longest.

    A kept person is no keeper.
    """
    standing = HouseholdMember.objects.filter(household=household, left_at=None)
    standing.filter(user__in=people).update(left_at=clock.now())
    for person in people:
        withdraw_consent(
            user=person,
            channel=channel,
            purpose=Consent.Purpose.HOUSEHOLD,
            detail=f"household:{household.pk}",
            given_by=None if person.pk == by.pk else by,
        )
    if not standing.filter(role=Role.KEEPER).exists():
        heir = standing.filter(user__kept_by=None).order_by("joined_at", "pk").first()
        if heir is not None:
            heir.role = Role.KEEPER
            heir.save(update_fields=["role"])


def fresh_code(now: datetime) -> dict[str, object]:
    code = ""
    while not code or Household.objects.filter(join_code=code).exists():
        code = "".join(secrets.choice(rules.JOIN_CODE_LETTERS) for _ in range(rules.JOIN_CODE_LENGTH))
    return {"join_code": code, "code_until": now + timedelta(days=rules.JOIN_CODE_DAYS)}
