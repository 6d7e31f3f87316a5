"""Organisations, those who belong to them, and invitations by phone."""

from datetime import timedelta

import pytest
import time_machine

from accounts import tasks
from accounts.models import OrganisationInvitation, OrganisationMember, User
from accounts.refusals import OrganisationRefused
from accounts.selectors.organisations import (
    members_of,
    membership_in,
    open_invitations,
    organisations_of,
)
from accounts.services import organisations, residents
from core import clock
from tests.accounts.people import kept, someone

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return organisations.ensure_organisation(code="school-1", name="实验小学", kind="school")


@pytest.fixture
def shop():
    return organisations.ensure_organisation(code="shop-1", name="老街粮油", kind="merchant")


def test_an_organisation_is_made_once_and_stays_as_staff_left_it(school):
    again = organisations.ensure_organisation(code="school-1", name="别的名字", kind="shop")

    assert again == school
    assert (again.name, again.kind, again.is_verified) == ("实验小学", "school", False)


def test_people_belong_with_a_role(resident, school, shop):
    organisations.add_member(organisation=school, user=resident, role="staff")
    organisations.add_member(organisation=shop, user=resident, role="head")

    assert set(organisations_of(resident)) == {school, shop}
    assert list(organisations_of(resident, roles=["head"])) == [shop]
    assert list(organisations_of(resident, kinds=["school"])) == [school]
    assert list(organisations_of(resident, roles=["head"], kinds=["school"])) == []
    member = membership_in(resident, shop.pk)
    assert member is not None
    assert (member.role, member.organisation) == ("head", shop)
    assert membership_in(someone(), shop.pk) is None
    assert [row.user for row in members_of(shop)] == [resident]


def test_the_same_role_again_changes_nothing_and_another_role_is_a_new_row(resident, school):
    first = organisations.add_member(organisation=school, user=resident, role="helper")
    assert organisations.add_member(organisation=school, user=resident, role="helper") == first

    second = organisations.add_member(organisation=school, user=resident, role="head")

    first.refresh_from_db()
    assert first.ended_at is not None
    assert list(members_of(school)) == [second]


def test_a_membership_ends(resident, school):
    organisations.add_member(organisation=school, user=resident, role="staff")

    assert organisations.end_membership(organisation=school, user=resident)
    assert not organisations.end_membership(organisation=school, user=resident)

    assert membership_in(resident, school.pk) is None
    assert not organisations_of(resident).exists()
    assert OrganisationMember.objects.count() == 1


def test_a_closed_organisation_has_no_say_and_takes_nobody(resident, school):
    organisations.add_member(organisation=school, user=resident, role="staff")
    school.closed_at = clock.now()
    school.save()

    assert membership_in(resident, school.pk) is None
    assert not organisations_of(resident).exists()
    with pytest.raises(OrganisationRefused, match="停用"):
        organisations.add_member(organisation=school, user=someone(), role="staff")
    with pytest.raises(OrganisationRefused, match="停用"):
        organisations.invite(organisation=school, phone="+8613900139000", role="staff")

    assert OrganisationMember.objects.count() == 1
    assert OrganisationInvitation.objects.count() == 0


def test_a_kept_person_and_an_unknown_role_are_refused(resident, school):
    with pytest.raises(OrganisationRefused):
        organisations.add_member(organisation=school, user=kept(resident), role="helper")
    with pytest.raises(OrganisationRefused):
        organisations.add_member(organisation=school, user=resident, role="boss")
    with pytest.raises(OrganisationRefused):
        organisations.invite(organisation=school, phone="+8613900139000", role="boss")

    assert OrganisationMember.objects.count() == OrganisationInvitation.objects.count() == 0


def test_a_known_resident_who_is_invited_belongs_at_once(resident, shop):
    invitation = organisations.invite(organisation=shop, phone="+8613800138000", role="head", by=someone())

    assert membership_in(resident, shop.pk) is not None
    invitation.refresh_from_db()
    assert (invitation.phone_digest, invitation.phone_tail) == ("", "")
    assert not open_invitations(shop).exists()


def test_an_unknown_phone_belongs_at_its_first_sign_in(shop, school):
    for place, role in ((shop, "staff"), (shop, "head"), (school, "helper")):
        organisations.invite(organisation=place, phone="+8613900139000", role=role)
    assert OrganisationInvitation.objects.count() == 2
    assert open_invitations(shop).get().phone_tail == "9000"

    user = residents.welcome(phone="+8613900139000", channel="web")
    residents.welcome(phone="+8613900139000", channel="web")

    roles = OrganisationMember.objects.filter(user=user).order_by("role").values_list("role", flat=True)
    assert list(roles) == ["head", "helper"]
    assert not OrganisationInvitation.objects.exclude(phone_digest="").exists()


def test_a_withdrawn_invitation_is_forgotten(shop, school):
    invitation = organisations.invite(organisation=shop, phone="+8613900139000", role="staff")

    assert not organisations.withdraw_invitation(organisation=school, invitation_id=invitation.pk)
    assert organisations.withdraw_invitation(organisation=shop, invitation_id=invitation.pk)

    residents.welcome(phone="+8613900139000", channel="web")
    assert OrganisationMember.objects.count() == 0


def test_a_closed_organisation_waits_for_nobody(shop):
    organisations.invite(organisation=shop, phone="+8613900139000", role="staff")
    shop.closed_at = clock.now()
    shop.save()

    residents.welcome(phone="+8613900139000", channel="web")

    assert User.objects.count() == 1
    assert OrganisationMember.objects.count() == 0


def test_an_invitation_that_nobody_followed_is_forgotten_after_thirty_days(shop):
    organisations.invite(organisation=shop, phone="+8613900139000", role="staff")

    with time_machine.travel(clock.now() + timedelta(days=29), tick=False):
        tasks.purge()
        assert OrganisationInvitation.objects.count() == 1
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        tasks.purge()
        assert OrganisationInvitation.objects.count() == 0
