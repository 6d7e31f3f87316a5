"""People who live together and count together."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction

from accounts import rules
from accounts.models import Consent, Household, HouseholdMember, JoinTries
from accounts.refusals import (
    ChangedLately,
    HouseholdFull,
    HouseholdRefused,
    InAHousehold,
    KeeperOnly,
    NicknameUnfit,
    NoHousehold,
    TooManyJoinTries,
    WrongJoinCode,
)
from accounts.selectors.consents import consent_stands
from accounts.selectors.households import household_of, household_user_ids, members_of_household
from accounts.services import family, households
from accounts.services.household_rows import lock_household
from core.refusals import NotFound
from tests.accounts.people import household, kept, someone

pytestmark = pytest.mark.django_db


def names(place: Household) -> list[tuple[str, str]]:
    return [(row.user.nickname, row.role) for row in members_of_household(place)]


def test_who_makes_a_household_keeps_it(resident):
    place = households.create_household(user=resident, name=" 老街  人家 ", channel="web")

    assert (place.name, household_of(resident)) == ("老街 人家", place)
    assert rules.join_code_typed(place.join_code) == place.join_code
    assert [row.role for row in members_of_household(place)] == ["keeper"]
    assert consent_stands(resident, Consent.Purpose.HOUSEHOLD, f"household:{place.pk}")


def test_a_household_without_a_name_gets_one_and_an_unfit_one_is_refused(resident):
    with pytest.raises(NicknameUnfit):
        households.create_household(user=resident, name="官方", channel="web")
    assert Household.objects.count() == 0

    assert households.create_household(user=resident, name=" ", channel="web").name == "我们家"


def test_others_join_with_the_code_however_it_is_typed(resident):
    place = household(resident)
    guest = someone()

    code = f" {place.join_code[:3].lower()}-{place.join_code[3:]} "
    assert households.join_household(user=guest, code=code, channel="web") == place

    assert household_user_ids(guest) == household_user_ids(resident) == sorted([resident.pk, guest.pk])
    assert JoinTries.objects.get().tries == 0


def test_somebody_alone_counts_alone(resident, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert household_user_ids(resident) == [resident.pk]
    with transaction.atomic(), django_assert_num_queries(1):
        assert lock_household(resident) == [resident.pk]


@pytest.mark.parametrize("others", [1, 5])
def test_the_people_of_a_household_are_one_query_and_its_lock_three(
    resident, django_assert_num_queries, others
):
    household(resident, *[someone() for _ in range(others)])

    with django_assert_num_queries(1):
        assert len(household_user_ids(resident)) == others + 1
    with transaction.atomic(), django_assert_num_queries(3):
        assert len(lock_household(resident)) == others + 1


def test_kept_persons_come_and_go_with_their_keeper(resident):
    guest = someone("儿子")
    child = kept(guest, "小宝", "under14")
    place = household(resident, guest)
    later = kept(guest, "岳母")

    assert household_user_ids(later) == sorted([resident.pk, guest.pk, child.pk, later.pk])
    consent = Consent.objects.get(user=child, purpose="household")
    assert (consent.given, consent.given_by) == (True, guest)

    households.leave_household(user=guest, channel="web")

    assert household_user_ids(child) == [child.pk]
    assert names(place) == [("", "keeper")]
    assert not consent_stands(child, Consent.Purpose.HOUSEHOLD, f"household:{place.pk}")


def test_a_kept_person_joins_nothing_alone(resident):
    place = household(someone())
    person = kept(resident)

    with pytest.raises(HouseholdRefused):
        households.join_household(user=person, code=place.join_code, channel="web")

    assert household_of(person) is None


def test_a_person_is_in_one_household_only(resident):
    place, other = household(resident), household(someone())

    with pytest.raises(InAHousehold):
        households.join_household(user=resident, code=other.join_code, channel="web")
    with pytest.raises(InAHousehold):
        households.create_household(user=resident, name="新家", channel="web")

    assert household_of(resident) == place
    assert Household.objects.count() == 2


def test_twelve_people_fit_and_a_thirteenth_does_not(resident):
    guest = someone()
    for number in range(5):
        kept(guest, f"家人{number}")
    place = household(resident, guest, *[someone() for _ in range(5)])
    assert members_of_household(place).count() == 12

    thirteenth = someone()
    with pytest.raises(HouseholdFull):
        households.join_household(user=thirteenth, code=place.join_code, channel="web")
    with pytest.raises(HouseholdFull):
        kept(guest, "家人6")

    assert household_of(thirteenth) is None
    assert members_of_household(place).count() == 12


def test_a_household_is_changed_once_in_thirty_days(resident):
    first, second, third = (household(someone()) for _ in range(3))
    with time_machine.travel(first.created_at, tick=False) as traveller:
        households.join_household(user=resident, code=first.join_code, channel="web")
        households.leave_household(user=resident, channel="web")
        households.join_household(user=resident, code=second.join_code, channel="web")
        households.leave_household(user=resident, channel="web")

        for act in (
            lambda: households.join_household(user=resident, code=third.join_code, channel="web"),
            lambda: households.join_household(user=resident, code=second.join_code, channel="web"),
            lambda: households.create_household(user=resident, name="", channel="web"),
        ):
            with pytest.raises(ChangedLately, match="请 30 天后再来"):
                act()
        assert household_of(resident) is None

        traveller.shift(timedelta(days=30))
        households.create_household(user=resident, name="", channel="web")
        assert household_of(resident) is not None


def test_ten_wrong_codes_an_hour_are_refused_with_429(resident):
    place = household(someone())
    with time_machine.travel("2026-12-01T10:00:00+08:00", tick=False) as traveller:
        Household.objects.update(code_until=place.code_until.replace(year=2027))
        for code in ("", "ABC", "AAAAAA", "ABCDEFG", "IIIIII", "六个字母啊呀", "A" * 5000, "1", "2", "3"):
            with pytest.raises(WrongJoinCode):
                households.join_household(user=resident, code=code, channel="web")

        with pytest.raises(TooManyJoinTries) as refused:
            households.join_household(user=resident, code=place.join_code, channel="web")
        assert refused.value.status == 429
        assert (JoinTries.objects.get().tries, household_of(resident)) == (10, None)

        traveller.shift(timedelta(minutes=59))
        with pytest.raises(TooManyJoinTries):
            households.join_household(user=resident, code=place.join_code, channel="web")
        traveller.shift(timedelta(minutes=1))
        households.join_household(user=resident, code=place.join_code, channel="web")
        assert household_of(resident) == place


def test_a_code_runs_out_after_seven_days_and_can_be_renewed(resident):
    place, guest = household(resident), someone()
    with time_machine.travel(place.created_at + timedelta(days=7), tick=False):
        with pytest.raises(WrongJoinCode):
            households.join_household(user=guest, code=place.join_code, channel="web")

        renewed = households.renew_code(keeper=resident)
        assert renewed.join_code != place.join_code
        with pytest.raises(WrongJoinCode):
            households.join_household(user=guest, code=place.join_code, channel="web")
        households.join_household(user=guest, code=renewed.join_code, channel="web")


def test_the_keeper_sends_members_away_with_those_they_keep(resident):
    guest = someone("租客")
    child = kept(guest, "小宝", "under14")
    place = household(resident, guest)

    with pytest.raises(HouseholdRefused):
        households.remove_member(keeper=resident, user_id=child.pk, channel="web")
    with pytest.raises(HouseholdRefused):
        households.remove_member(keeper=resident, user_id=resident.pk, channel="web")
    with pytest.raises(NotFound):
        households.remove_member(keeper=resident, user_id=someone().pk, channel="web")
    assert members_of_household(place).count() == 3

    households.remove_member(keeper=resident, user_id=guest.pk, channel="web")

    assert names(place) == [("", "keeper")]
    assert household_of(child) is None


def test_only_the_keeper_puts_the_household_in_order(resident):
    guest = someone()
    place = household(resident, guest)

    for act in (
        lambda: households.rename_household(keeper=guest, name="我的"),
        lambda: households.renew_code(keeper=guest),
        lambda: households.remove_member(keeper=guest, user_id=resident.pk, channel="web"),
    ):
        with pytest.raises(KeeperOnly):
            act()
    with pytest.raises(NoHousehold):
        households.renew_code(keeper=someone())

    assert household_of(resident) == place
    place.refresh_from_db()
    assert place.name == "老街人家"
    assert households.rename_household(keeper=resident, name="新名字").name == "新名字"


def test_when_the_keeper_leaves_the_longest_standing_account_follows(resident):
    second, third = someone("老二"), someone("老三")
    kept(second, "外婆")
    place = household(resident, second, third)

    households.leave_household(user=resident, channel="web")

    assert names(place) == [("老二", "keeper"), ("外婆", "member"), ("老三", "member")]
    with pytest.raises(NoHousehold):
        households.leave_household(user=resident, channel="web")


def test_the_last_one_out_leaves_nobody(resident):
    kept(resident)
    place = household(resident)

    households.leave_household(user=resident, channel="web")

    assert names(place) == []
    assert HouseholdMember.objects.filter(left_at=None).count() == 0
    with pytest.raises(NoHousehold):
        households.renew_code(keeper=resident)


def test_a_kept_person_who_is_removed_leaves_the_household(resident):
    person = kept(resident)
    place = household(resident)

    family.remove_kept(keeper=resident, person_id=person.pk)

    assert names(place) == [("", "keeper")]
