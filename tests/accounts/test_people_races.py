"""What people cannot do by asking twice at one moment; each beside a control without the guard."""

from threading import Event

import pytest
from django.db import connection, transaction
from django.db.models import Manager

from accounts.models import HouseholdMember, JoinTries, User
from accounts.refusals import HouseholdFull, TooManyJoinTries, TooManyKept, WrongJoinCode
from accounts.selectors.family import people_kept_by
from accounts.selectors.households import household_user_ids
from accounts.services import family, household_rows, households, join_tries, organisations, residents
from accounts.services.erasure import erase_resident
from core import clock
from tests.accounts.people import household, kept, someone
from tests.machinery.threads import IN_VAIN, PATIENCE, Moment, Rendezvous, together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def kinds(results: list[object]) -> dict[str, int]:
    names = [type(result).__name__ for result in results]
    return {name: names.count(name) for name in set(names)}


def standing(user: User) -> int:
    return HouseholdMember.objects.filter(user=user, left_at=None).count()


def without(monkeypatch, *modules):
    """The same services, but nobody waits for a row."""
    for module in modules:
        monkeypatch.setattr(module, "lock_user", lambda user: User.objects.get(pk=user.pk))
    monkeypatch.setattr(
        "django.db.models.query.QuerySet.select_for_update", lambda rows, **options: rows.all()
    )


def pause_before_writing(monkeypatch, rows: Manager, pause: Moment) -> None:
    """From now on there is a pause when somebody has looked and is about to make a row."""
    monkeypatch.setattr(rows, "create", pause.before(rows.create))


def join_two_at_once(monkeypatch, guest: User, pause: Moment) -> list[object]:
    codes = [household(someone()).join_code for _ in range(8)]
    pause_before_writing(monkeypatch, HouseholdMember.objects, pause)
    return together(
        lambda number: households.join_household(user=guest, code=codes[number], channel="web"), 8
    )


def test_two_households_at_once_are_one(monkeypatch):
    guest = someone()

    results = join_two_at_once(monkeypatch, guest, Moment())

    assert kinds(results) == {"Household": 1, "InAHousehold": 7}
    assert standing(guest) == 1


def test_control_without_lock_and_constraint_there_are_two_households(monkeypatch):
    guest = someone()
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX household_one_per_person")
    without(monkeypatch, households)

    join_two_at_once(monkeypatch, guest, Rendezvous(2))

    assert standing(guest) > 1


def fill_last_place(monkeypatch, pause: Moment) -> tuple[int, list[object]]:
    place = household(someone(), *[someone() for _ in range(10)])
    guests = [someone() for _ in range(8)]
    pause_before_writing(monkeypatch, HouseholdMember.objects, pause)
    results = together(
        lambda number: households.join_household(user=guests[number], code=place.join_code, channel="web"), 8
    )
    return HouseholdMember.objects.filter(household=place, left_at=None).count(), results


def test_the_last_place_of_a_household_is_taken_once(monkeypatch):
    people, results = fill_last_place(monkeypatch, Moment())

    assert people == 12
    assert kinds(results) == {"Household": 1, HouseholdFull.__name__: 7}


def test_control_without_the_lock_a_household_overflows(monkeypatch):
    without(monkeypatch, households)

    people, _ = fill_last_place(monkeypatch, Rendezvous(2))

    assert people > 12


def keep_many(monkeypatch, keeper: User, pause: Moment) -> list[object]:
    for number in range(5):
        kept(keeper, f"家人{number}")
    pause_before_writing(monkeypatch, User.objects, pause)
    return together(lambda number: kept(keeper, f"亲戚{number}"), 8)


def test_the_sixth_person_is_kept_once(monkeypatch):
    keeper = someone()

    results = keep_many(monkeypatch, keeper, Moment())

    assert people_kept_by(keeper).count() == 6
    assert kinds(results) == {"User": 1, TooManyKept.__name__: 7}


def test_control_without_the_lock_too_many_are_kept(monkeypatch):
    keeper = someone()
    without(monkeypatch, family)

    keep_many(monkeypatch, keeper, Rendezvous(2))

    assert people_kept_by(keeper).count() > 6


def guess(user: User) -> dict[str, int]:
    def wrong(number: int) -> object:
        return households.join_household(user=user, code="AAAAAA", channel="web")

    return kinds(together(wrong, 40))


def test_forty_wrong_codes_at_once_are_ten_tries():
    user = someone()

    assert guess(user) == {WrongJoinCode.__name__: 10, TooManyJoinTries.__name__: 30}
    assert JoinTries.objects.get().tries == 10


def test_control_a_count_that_is_read_and_written_lets_more_through(monkeypatch):
    user, meeting = someone(), Rendezvous(11)

    def read_then_write(*, user: User, now: object) -> None:
        row, _ = JoinTries.objects.get_or_create(user=user, defaults={"since": now})
        if row.tries >= 10:
            raise TooManyJoinTries("试的次数太多了。")
        meeting.wait()
        row.tries += 1
        row.save()

    monkeypatch.setattr(join_tries, "claim_try", read_then_write)

    assert guess(user)[WrongJoinCode.__name__] > 10


def test_a_person_who_is_erased_twice_at_once_is_erased_once():
    user = someone()
    household(user, someone())

    results = together(lambda _: erase_resident(user=user, by=user, now=clock.now()), 8)

    assert kinds(results) == {"NoneType": 8}
    assert standing(user) == 0
    assert user.consents.filter(purpose="account", given=False).count() == 1


def test_crossing_changes_of_a_household_end_without_a_deadlock():
    keeper = someone()
    members = [someone() for _ in range(6)]
    place = household(keeper, *members)

    def act(number: int) -> object:
        member = members[number % 6]
        if number % 4 == 0:
            return households.remove_member(keeper=keeper, user_id=member.pk, channel="web")
        if number % 4 == 1:
            return households.leave_household(user=member, channel="web")
        if number % 4 == 2:
            return erase_resident(user=member, by=member, now=clock.now())
        return kept(member, f"家人{number}")

    results = together(act, 24)

    assert set(kinds(results)) <= {"NoneType", "User", "NotFound", "NoHousehold", "KeepingRefused"}
    left = HouseholdMember.objects.filter(household=place, left_at=None)
    assert not left.filter(user__is_active=False).exists()
    assert left.filter(role="keeper").get().user == keeper


def test_an_invitation_and_the_first_sign_in_at_once_make_one_member():
    shop = organisations.ensure_organisation(code="shop-1", name="老街粮油", kind="merchant")

    def act(number: int) -> object:
        if number % 2:
            return residents.welcome(phone="+8613900139000", channel="web")
        return organisations.invite(organisation=shop, phone="+8613900139000", role="staff")

    results = together(act, 8)
    residents.welcome(phone="+8613900139000", channel="web")

    assert not [result for result in results if isinstance(result, Exception)]
    assert shop.members.filter(ended_at=None).count() == 1
    assert shop.invitations.filter(accepted_at=None).count() == 0


def test_who_holds_a_household_counts_the_same_people_to_the_end():
    keeper, guest = someone(), someone()
    household(keeper, guest)
    looked, left = Event(), Event()

    def act(number: int) -> object:
        if number:
            looked.wait(PATIENCE)
            households.leave_household(user=guest, channel="web")
            return left.set()
        with transaction.atomic():
            seen = household_rows.lock_household(keeper)
            looked.set()
            left.wait(IN_VAIN)
            return seen == household_user_ids(keeper)

    assert together(act, 2) == [True, None]
    assert household_user_ids(keeper) == [keeper.pk]


def test_control_without_holding_it_the_people_change_meanwhile():
    keeper, guest = someone(), someone()
    household(keeper, guest)
    looked, left = Event(), Event()

    def act(number: int) -> object:
        if number:
            looked.wait(PATIENCE)
            households.leave_household(user=guest, channel="web")
            return left.set()
        with transaction.atomic():
            seen = household_user_ids(keeper)
            looked.set()
            left.wait(PATIENCE)
            return seen == household_user_ids(keeper)

    assert together(act, 2) == [False, None]
