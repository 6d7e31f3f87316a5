"""What heads do with the people of their organisation; somebody always answers for it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from accounts.models import Organisation, OrganisationInvitation, OrganisationMember, User
from accounts.selectors.organisations import members_of, membership_in
from accounts.services import organisation_heads
from accounts.services.organisations import add_member, ensure_organisation
from messaging.models import Message
from tests.accounts.people import someone
from tests.carbon_points.desk_world import phone_of
from tests.machinery.threads import Moment, Rendezvous, together

pytestmark = pytest.mark.django_db
ADDRESS = "/org/shop-1/members/"


@pytest.fixture
def shop() -> Organisation:
    return ensure_organisation(code="shop-1", name="城北超市", kind="shop", is_verified=True)


@pytest.fixture
def head(shop: Organisation) -> User:
    return joined(shop, "head")


def joined(shop: Organisation, role: str) -> User:
    user = someone()
    add_member(organisation=shop, user=user, role=role)
    return user


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def roles(shop: Organisation) -> dict[int, str]:
    return dict(members_of(shop).values_list("user", "role"))


def test_a_head_invites_a_known_and_an_unknown_phone(shop, head):
    colleague, page = someone("小曹"), browser(head)

    assert page.post(ADDRESS, {"phone": phone_of(colleague), "role": "staff"}).status_code == 302
    assert page.post(ADDRESS, {"phone": "13900139000", "role": "helper"}).status_code == 302

    assert roles(shop) == {head.pk: "head", colleague.pk: "staff"}
    assert Message.objects.get().recipient == colleague
    assert ModelLogEntry.objects.for_instance(shop).filter(action="accounts.members").count() == 2
    shown = page.get(ADDRESS).content.decode()
    assert "小曹" in shown
    assert "尾号 9000" in shown
    assert "13900139000" not in shown
    waiting = OrganisationInvitation.objects.get(accepted_at=None)
    path = f"/org/shop-1/invitations/{waiting.pk}/withdraw/"
    assert page.post(path).status_code == 302
    assert page.post(path).status_code == 404
    assert not OrganisationInvitation.objects.filter(accepted_at=None).exists()


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"phone": "", "role": "staff"}, "请输入手机号"),
        ({"phone": "123", "role": "staff"}, "11 位"),
        ({"phone": "13900139000", "role": "king"}, "请从列表里选择身份"),
    ],
)
def test_unfit_invitations_are_refused(shop, head, sent, says):
    answer = browser(head).post(ADDRESS, sent)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not OrganisationInvitation.objects.exists()


def test_a_head_does_not_invite_themselves_away(shop, head):
    answer = browser(head).post(ADDRESS, {"phone": phone_of(head), "role": "helper"})

    assert answer.status_code == 409
    assert roles(shop) == {head.pk: "head"}


def test_twenty_invitations_a_day(shop, head, monkeypatch):
    monkeypatch.setattr(organisation_heads, "INVITATIONS_A_DAY", 2)
    page = browser(head)
    answers = [
        page.post(ADDRESS, {"phone": f"1390013900{number}", "role": "staff"}).status_code
        for number in range(3)
    ]

    assert answers == [302, 302, 429]
    assert OrganisationInvitation.objects.count() == 2


def test_roles_change_headship_goes_over_and_memberships_end(shop, head):
    staff, page = joined(shop, "staff"), browser(head)
    one = f"{ADDRESS}{staff.pk}/"
    assert page.get(one).status_code == 200

    assert page.post(one, {"verb": "role", "role": "helper"}).status_code == 302
    assert roles(shop)[staff.pk] == "helper"
    assert page.post(one, {"verb": "hand-over"}).url == "/org/"
    assert roles(shop) == {head.pk: "staff", staff.pk: "head"}
    assert page.get(ADDRESS).status_code == 404

    assert browser(staff).post(f"{ADDRESS}{head.pk}/", {"verb": "end"}).status_code == 302
    assert membership_in(head, shop.pk) is None
    assert Message.objects.filter(recipient=head, title__contains="不再是").count() == 1
    assert Message.objects.filter(recipient=staff).count() == 2


@pytest.mark.parametrize("sent", [{"verb": "role", "role": "staff"}, {"verb": "end"}, {"verb": "hand-over"}])
def test_the_last_head_stays(shop, head, sent):
    joined(shop, "staff")
    before = roles(shop)

    assert browser(head).post(f"{ADDRESS}{head.pk}/", sent).status_code in {409, 422}
    assert browser(head).post("/org/shop-1/leave/").status_code == 409
    assert roles(shop) == before


def test_everybody_leaves_on_their_own(shop, head):
    helper = joined(shop, "helper")

    assert "要退出" in browser(helper).get("/org/shop-1/leave/").content.decode()
    assert browser(helper).post("/org/shop-1/leave/").status_code == 302
    assert roles(shop) == {head.pk: "head"}
    assert browser(helper).post("/org/shop-1/leave/").status_code == 404


def test_nobody_else_sees_or_changes_the_people(shop, head):
    other_shop = ensure_organisation(code="shop-2", name="城南超市", kind="shop", is_verified=True)
    staff = joined(shop, "staff")
    before = roles(shop)

    for person in (staff, joined(shop, "helper"), joined(other_shop, "head"), someone()):
        page = browser(person)
        before = roles(shop)
        assert page.get(ADDRESS).status_code == 404
        assert page.post(ADDRESS, {"phone": "13900139000", "role": "head"}).status_code == 404
        for verb in ({"verb": "role", "role": "helper"}, {"verb": "end"}, {"verb": "hand-over"}):
            assert page.post(f"{ADDRESS}{head.pk}/", verb).status_code == 404
        assert roles(shop) == before
    assert Client().get(ADDRESS).status_code == 302
    assert not OrganisationInvitation.objects.exists()
    assert browser(head).get(f"{ADDRESS}{someone().pk}/").status_code == 404
    assert browser(head).post(f"{ADDRESS}{staff.pk}/", {"verb": "praise"}).status_code == 422


def test_my_organisations_are_of_every_kind_and_show_what_they_can_do(shop, head):
    page = browser(head)

    assert "城北超市" in page.get("/org/").content.decode()
    shown = page.get("/org/shop-1/").content.decode()
    assert ADDRESS in shown
    assert "/org/shop-1/record/" not in shown
    assert page.get("/org/shop-1/record/").status_code == 404


def test_the_list_costs_the_same_for_many(shop, head):
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert page.get(ADDRESS).status_code == 200
        return len(seen)

    page = browser(head)
    page.get(ADDRESS)
    few = cost()
    for _ in range(8):
        joined(shop, "staff")

    assert cost() == few


def remove_each_other(monkeypatch: pytest.MonkeyPatch, pause: Moment) -> list[str]:
    """Two heads end each other's membership at one moment; the roles that are left."""
    shop = ensure_organisation(code="shop-1", name="城北超市", kind="shop", is_verified=True)
    first, second = joined(shop, "head"), joined(shop, "head")
    # Between the last look, whether a head is left, and the commit.
    monkeypatch.setattr(organisation_heads, "_check_led", pause.after(organisation_heads._check_led))

    def work(number: int) -> None:
        by, other = (first, second) if number else (second, first)
        organisation_heads.end_member(organisation_id=shop.pk, by=by, user_id=other.pk)

    together(work, 2)
    return list(
        OrganisationMember.objects.filter(organisation=shop, ended_at=None).values_list("role", flat=True)
    )


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_heads_remove_each_other_and_one_stays(monkeypatch):
    assert remove_each_other(monkeypatch, Moment()) == ["head"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_nobody_stays(monkeypatch):
    monkeypatch.setattr(
        "django.db.models.query.QuerySet.select_for_update", lambda rows, **options: rows.all()
    )

    assert remove_each_other(monkeypatch, Rendezvous(2)) == []
