"""Organisations in the admin: who may, what is shown, what is logged."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from accounts.models import Organisation, OrganisationInvitation, User
from accounts.selectors.organisations import membership_in
from accounts.services import organisations
from accounts.services.roles import ensure_roles
from core import clock
from tests.accounts.people import someone

LIST = "/cms/organisations/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    return organisations.ensure_organisation(code="shop-1", name="老街粮油", kind="merchant")


def staff(client, role: str) -> User:
    ensure_roles()
    user = User.objects.create_user(f"staff-{role}", "a-long-password", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    return user


@pytest.fixture
def manager(client):
    return staff(client, "机构管理")


def members(shop: Organisation) -> str:
    return f"{LIST}{shop.pk}/members/"


def test_an_organisation_is_made_found_and_changed(client, manager):
    fields = {"code": "school-1", "name": "实验小学", "kind": "school", "is_verified": "on"}
    assert client.get(f"{LIST}new/").status_code == 200
    assert client.post(f"{LIST}new/", fields).status_code == 302

    made = Organisation.objects.get()
    assert (made.name, made.kind, made.is_verified) == ("实验小学", "school", True)
    for query in ({}, {"q": "实验"}, {"q": "school-1"}, {"kind": "school"}, {"ordering": "name"}):
        assert "实验小学" in client.get(LIST, query).content.decode(), query
    assert "成员和邀请" in client.get(LIST).content.decode()

    assert client.get(f"{LIST}edit/{made.pk}/").status_code == 200
    assert client.post(f"{LIST}edit/{made.pk}/", fields | {"name": "实验中学"}).status_code == 302
    assert Organisation.objects.get().name == "实验中学"


def test_a_known_phone_becomes_a_member_and_leaves_again(client, manager, resident, shop):
    answer = client.post(members(shop), {"phone": "138 0013 8000", "role": "head"}, follow=True)

    page = answer.content.decode()
    assert resident.display_name in page
    assert "负责人" in page
    assert "13800138000" not in page
    assert membership_in(resident, shop.pk) is not None

    client.post(f"{members(shop)}end/", {"user": resident.pk})
    assert membership_in(resident, shop.pk) is None
    entries = ModelLogEntry.objects.for_instance(shop).filter(action="accounts.members")
    assert [(entry.user, entry.data) for entry in entries] == [(manager, {}), (manager, {})]
    assert "改动了成员" in client.get(f"{LIST}history/{shop.pk}/").content.decode()


def test_an_unknown_phone_waits_and_can_be_taken_back(client, manager, shop):
    client.post(members(shop), {"phone": "13900139000", "role": "staff"})

    page = client.get(members(shop)).content.decode()
    assert "9000" in page
    assert "13900139000" not in page
    invitation = OrganisationInvitation.objects.get()
    assert invitation.invited_by == manager

    client.post(f"{members(shop)}withdraw/", {"invitation": invitation.pk})
    assert OrganisationInvitation.objects.count() == 0


@pytest.mark.parametrize(
    "fields", [{"phone": "123", "role": "head"}, {"phone": "13900139000", "role": "boss"}, {}]
)
def test_what_cannot_be_read_invites_nobody(client, manager, shop, fields):
    assert client.post(members(shop), fields).status_code == 422
    assert OrganisationInvitation.objects.count() == 0


def test_a_closed_organisation_invites_nobody(client, manager, shop):
    Organisation.objects.update(closed_at=clock.now())

    answer = client.post(members(shop), {"phone": "13900139000", "role": "staff"})

    assert (answer.status_code, "已经停用" in answer.content.decode()) == (409, True)
    assert OrganisationInvitation.objects.count() == 0


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30, "１", "0"])
def test_a_number_that_is_none_is_not_found(client, manager, resident, shop, number):
    organisations.add_member(organisation=shop, user=resident, role="staff")

    assert client.post(f"{members(shop)}end/", {"user": number}).status_code == 404
    assert client.post(f"{members(shop)}withdraw/", {"invitation": number}).status_code == 302
    assert client.get(f"{LIST}999999/members/").status_code == 404

    assert membership_in(resident, shop.pk) is not None


@pytest.mark.parametrize("role", ["编辑", "核验员", "客服", "统计员", "审计员", "安全管理员"])
def test_other_roles_see_and_change_nothing(client, resident, shop, role):
    staff(client, role)
    organisations.add_member(organisation=shop, user=resident, role="staff")

    for path in (LIST, f"{LIST}new/", f"{LIST}edit/{shop.pk}/", f"{LIST}history/{shop.pk}/", members(shop)):
        assert client.get(path).status_code in {302, 403}, path
    client.post(members(shop), {"phone": "13900139000", "role": "head"})
    client.post(f"{members(shop)}end/", {"user": resident.pk})

    assert membership_in(resident, shop.pk) is not None
    assert OrganisationInvitation.objects.count() == 0


def test_a_resident_does_not_get_there(client, resident, shop):
    client.force_login(resident)

    assert client.get(members(shop)).status_code == 302
    assert client.post(members(shop), {"phone": "13900139000", "role": "head"}).status_code == 302
    assert OrganisationInvitation.objects.count() == 0


def test_the_number_of_queries_does_not_grow_with_members(client, manager, shop):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(members(shop)).status_code == 200
        return len(seen)

    organisations.add_member(organisation=shop, user=someone(), role="staff")
    organisations.invite(organisation=shop, phone="+8613900139000", role="staff")
    queries()
    before = queries()
    for number in range(4):
        organisations.add_member(organisation=shop, user=someone(), role="staff")
        organisations.invite(organisation=shop, phone=f"+861390013900{number + 1}", role="staff")

    assert queries() == before
