"""What the database refuses about people and their groups, whoever writes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import (
    Consent,
    Household,
    HouseholdMember,
    Organisation,
    OrganisationInvitation,
    OrganisationMember,
    User,
)
from core import clock
from tests.accounts.people import kept, someone

pytestmark = pytest.mark.django_db


def change(user, **fields):
    """Past every service."""
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(**fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"phone_digest": "a" * 64},
        {"phone_sealed": "x"},
        {"password": "pbkdf2_sha256$1$a$b"},
        {"is_staff": True},
        {"is_superuser": True},
    ],
)
def test_a_kept_person_has_no_way_in(resident, fields):
    person = kept(resident)

    with pytest.raises(IntegrityError, match="user_kept_cannot_sign_in"):
        change(person, **fields)


def test_a_child_is_always_kept(resident):
    with pytest.raises(IntegrityError, match="user_child_is_kept"):
        change(resident, age_band="under14")
    with pytest.raises(IntegrityError, match="user_child_is_kept"):
        change(kept(resident, "小宝", "under14"), kept_by=None)


def test_nobody_keeps_themselves(resident):
    person = kept(resident)

    with pytest.raises(IntegrityError, match="user_keeps_others_only"):
        change(person, kept_by=person)


def test_an_unknown_age_band_is_refused(resident):
    with pytest.raises(IntegrityError, match="user_age_band_known"):
        change(resident, age_band="old")


@pytest.mark.parametrize("fields", [{"nickname": ""}, {"age_band": ""}])
def test_a_kept_person_has_a_name_and_an_age_band(resident, fields):
    with pytest.raises(IntegrityError, match="user_kept_has_name_and_age_band"):
        change(kept(resident), **fields)


def test_a_keeper_has_one_person_of_a_name(resident):
    kept(resident)

    with pytest.raises(IntegrityError, match=r"user_kept_once_per_name|kept_by_id"), transaction.atomic():
        User.objects.create(nickname="外婆", age_band="adult", kept_by=resident, password="!")


@pytest.mark.parametrize(
    "fields", [{"nickname": "老王"}, {"is_active": True}, {"age_band": "adult"}, {"phone_sealed": "x"}]
)
def test_an_erased_account_says_nothing(resident, fields):
    empty = {"phone_digest": None, "phone_sealed": "", "phone_verified": False, "is_active": False}
    change(resident, erased_at=clock.now(), **empty)

    with pytest.raises(IntegrityError, match="user_erased_says_nothing"):
        change(resident, **fields)


def test_an_unknown_purpose_of_consent_is_refused(resident):
    consent = Consent.objects.get()

    with pytest.raises(IntegrityError, match="consent_purpose_known"), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(purpose="marketing")


def home(code="ABCDEF"):
    now = clock.now()
    return Household.objects.create(name="家", join_code=code, code_until=now, created_at=now)


def test_a_person_stands_in_one_household(resident):
    first, second = home(), home("GHJKLM")
    HouseholdMember.objects.create(household=first, user=resident, role="member", joined_at=clock.now())

    with pytest.raises(IntegrityError, match=r"household_one_per_person|user_id"), transaction.atomic():
        HouseholdMember.objects.create(household=second, user=resident, role="member", joined_at=clock.now())


def test_a_household_has_one_keeper_and_one_code(resident):
    place = home()
    HouseholdMember.objects.create(household=place, user=resident, role="keeper", joined_at=clock.now())

    with pytest.raises(IntegrityError, match=r"household_one_keeper|household_id"), transaction.atomic():
        HouseholdMember.objects.create(household=place, user=someone(), role="keeper", joined_at=clock.now())
    with pytest.raises(IntegrityError, match="join_code"), transaction.atomic():
        home()


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"role": "boss"}, "household_role_known"),
        ({"left_at": clock.now() - timedelta(days=9)}, "household_left_after_joining"),
    ],
)
def test_a_household_membership_makes_sense(resident, fields, name):
    row = {"household": home(), "user": resident, "role": "member", "joined_at": clock.now()}

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        HouseholdMember.objects.create(**(row | fields))


@pytest.fixture
def school():
    return Organisation.objects.create(code="school-1", name="实验小学", kind="school")


def test_an_organisation_has_a_known_kind_and_a_code_of_its_own(school):
    with pytest.raises(IntegrityError, match="organisation_kind_known"), transaction.atomic():
        Organisation.objects.create(code="club", name="某某", kind="club")
    with pytest.raises(IntegrityError, match="code"), transaction.atomic():
        Organisation.objects.create(code="school-1", name="另一所", kind="school")


def test_a_person_stands_once_in_an_organisation(resident, school):
    row = {"organisation": school, "user": resident, "role": "staff", "since": clock.now()}
    OrganisationMember.objects.create(**row)

    with pytest.raises(IntegrityError, match=r"organisation_member_once|user_id"), transaction.atomic():
        OrganisationMember.objects.create(**row)
    for fields, name in (
        ({"role": "boss"}, "organisation_role_known"),
        ({"ended_at": clock.now() - timedelta(days=1)}, "organisation_ended_after_start"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            OrganisationMember.objects.create(**(row | {"user": someone()} | fields))


def test_an_accepted_invitation_keeps_no_number(school):
    row = {"organisation": school, "role": "staff", "created_at": clock.now()}
    for digest, tail, accepted in (("", "", None), ("d", "", clock.now()), ("", "0001", clock.now())):
        with (
            pytest.raises(IntegrityError, match="organisation_invitation_forgets_the_phone"),
            transaction.atomic(),
        ):
            OrganisationInvitation.objects.create(
                phone_digest=digest, phone_tail=tail, accepted_at=accepted, **row
            )
    OrganisationInvitation.objects.create(phone_digest="d", **row)
    with pytest.raises(IntegrityError, match=r"organisation_invited_once|phone_digest"), transaction.atomic():
        OrganisationInvitation.objects.create(phone_digest="d", **row)
