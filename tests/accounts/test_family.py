"""People without a phone, kept by somebody who has one."""

import pytest
from django.contrib.auth import authenticate

from accounts.models import Area, Consent, User
from accounts.refusals import ConsentMissing, KeepingRefused, NicknameUnfit, TooManyKept
from accounts.sealing import phone_digest
from accounts.selectors.consents import consent_stands
from accounts.selectors.family import may_act_for, people_kept_by
from accounts.services import family
from accounts.services.profile import update_profile
from core.refusals import NotFound
from tests.accounts.people import kept, someone

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    city = Area.objects.create(code="999999", name="某市", level="city")
    return Area.objects.create(code="999999001", name="某街道", level="town", parent=city)


def test_a_kept_person_lives_with_the_keeper_and_cannot_sign_in(resident, town, client):
    update_profile(user=resident, nickname="", area=town)

    person = kept(resident, " 外婆 ")

    assert (person.nickname, person.age_band, person.kept_by) == ("外婆", "adult", resident)
    assert (person.area, person.phone_digest, person.phone_sealed) == (town, None, "")
    assert not person.has_usable_password()
    for password in ("", "!", person.password):
        assert authenticate(username=person.username, password=password) is None
    assert list(people_kept_by(resident)) == [person]


def test_the_consent_is_on_record_with_who_gave_it(resident):
    person = kept(resident)

    rows = Consent.objects.filter(user=person).order_by("pk")
    assert [(row.purpose, row.given, row.given_by, row.channel) for row in rows] == [
        ("account", True, resident, "web"),
        ("kept_person", True, resident, "web"),
    ]
    assert consent_stands(person, Consent.Purpose.KEPT_PERSON)


def test_without_the_persons_word_nobody_is_kept(resident):
    with pytest.raises(ConsentMissing):
        family.keep_person(keeper=resident, nickname="外婆", age_band="adult", consented=False, channel="web")

    assert User.objects.count() == 1


@pytest.mark.parametrize("nickname", ["", "   ", "官方外婆", "13800138000", "一" * 21])
def test_a_kept_person_needs_a_fit_name(resident, nickname):
    with pytest.raises(NicknameUnfit):
        kept(resident, nickname)

    assert User.objects.count() == 1


@pytest.mark.parametrize("age_band", ["", "baby", "18"])
def test_a_kept_person_needs_an_age_band(resident, age_band):
    with pytest.raises(KeepingRefused):
        kept(resident, age_band=age_band)

    assert User.objects.count() == 1


def test_the_same_person_added_twice_is_one(resident):
    assert kept(resident) == kept(resident)
    assert User.objects.count() == 2
    assert Consent.objects.filter(purpose="kept_person").count() == 1


def test_two_people_do_not_share_a_name(resident):
    kept(resident, "老大", "adult")

    with pytest.raises(KeepingRefused, match="老大"):
        kept(resident, "老大", "under14")

    assert User.objects.count() == 2


def test_six_people_are_kept_and_a_seventh_is_not(resident):
    for number in range(6):
        kept(resident, f"家人{number}")

    with pytest.raises(TooManyKept):
        kept(resident, "家人6")

    assert people_kept_by(resident).count() == 6


def test_a_kept_person_and_a_teenager_keep_nobody(resident):
    person = kept(resident)
    with pytest.raises(KeepingRefused):
        kept(person, "小小")

    User.objects.filter(pk=resident.pk).update(age_band="14to17")
    with pytest.raises(KeepingRefused):
        kept(resident, "弟弟", "under14")

    assert User.objects.count() == 2


def test_a_keeper_acts_for_themselves_and_for_those_they_keep_only(resident):
    stranger = someone()
    mine, theirs = kept(resident), kept(stranger)

    assert may_act_for(resident, resident.pk) == resident
    assert may_act_for(resident, mine.pk) == mine
    for other in (theirs.pk, stranger.pk, 0, 2**63 - 1):
        with pytest.raises(NotFound):
            may_act_for(resident, other)


def test_a_kept_person_gets_another_name(resident):
    person, other = kept(resident), kept(resident, "爷爷")

    family.rename_kept(keeper=resident, person_id=person.pk, nickname="姥姥")
    with pytest.raises(KeepingRefused):
        family.rename_kept(keeper=resident, person_id=other.pk, nickname="姥姥")
    for stranger, target in ((someone(), person), (resident, resident)):
        with pytest.raises(NotFound):
            family.rename_kept(keeper=stranger, person_id=target.pk, nickname="改名")

    assert [one.nickname for one in people_kept_by(resident)] == ["姥姥", "爷爷"]


def test_removing_a_kept_person_erases_them(resident):
    person = kept(resident)
    with pytest.raises(NotFound):
        family.remove_kept(keeper=someone(), person_id=person.pk)
    assert people_kept_by(resident).count() == 1

    family.remove_kept(keeper=resident, person_id=person.pk)

    person.refresh_from_db()
    assert (person.nickname, person.kept_by, person.is_active) == ("", None, False)
    assert person.display_name == "已注销的用户"
    assert not consent_stands(person, Consent.Purpose.KEPT_PERSON)
    assert kept(resident) != person


def test_a_kept_person_can_get_a_phone_of_their_own(resident):
    person = kept(resident)

    family.give_phone(keeper=resident, person_id=person.pk, phone="+8613900139000")

    person.refresh_from_db()
    assert (person.kept_by, person.phone_verified) == (None, True)
    assert person.phone_digest == phone_digest("+8613900139000")
    assert not people_kept_by(resident).exists()


def test_a_child_and_a_taken_number_get_no_account(resident):
    child, elder = kept(resident, "小宝", "under14"), kept(resident)

    with pytest.raises(KeepingRefused, match="不满14"):
        family.give_phone(keeper=resident, person_id=child.pk, phone="+8613900139000")
    with pytest.raises(KeepingRefused, match="已经有账号"):
        family.give_phone(keeper=resident, person_id=elder.pk, phone="+8613800138000")

    assert people_kept_by(resident).count() == 2
    assert User.objects.filter(phone_digest__isnull=False).count() == 1


def test_kept_persons_move_with_their_keeper(resident, town):
    person = kept(resident)

    update_profile(user=resident, nickname="", area=town)

    person.refresh_from_db()
    assert person.area == town
