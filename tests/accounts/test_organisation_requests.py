"""Registering an organisation: asked by a resident, decided by staff."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import Organisation, OrganisationMember, OrganisationRequest, User
from accounts.refusals import OrganisationRefused, RequestDecided, SameOrganisation
from accounts.selectors.organisations import membership_in
from accounts.services.erasure import erase_resident
from accounts.services.organisation_requests import approve_request, refuse_request, request_organisation
from accounts.services.organisations import ensure_organisation
from accounts.services.roles import ensure_roles
from core import clock
from core.refusals import NotFound
from messaging.models import Message
from tests.accounts.people import someone

pytestmark = pytest.mark.django_db
NEW = "/org/new/"
FORM = {"name": "市实验小学", "kind": "school", "doing": "德育主任", "proof": "打学校总机找我"}


def ask(user: User, **change: object) -> OrganisationRequest:
    return request_organisation(user=user, **({"area": None, "request_key": uuid4(), **FORM} | change))


def staff(role: str = "机构管理") -> User:
    ensure_roles()
    user = User.objects.create_user(f"staff-{uuid4().hex[:12]}", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_resident_asks_and_staff_make_the_organisation_with_its_head(resident):
    own, desk = browser(resident), browser(staff())
    assert own.post(NEW, FORM | {"request_key": str(uuid4())}).status_code == 302
    row = OrganisationRequest.objects.get()
    assert "正在核实" in own.get(NEW).content.decode()
    assert "市实验小学" in desk.get("/cms/organisations/requests/").content.decode()
    assert "打学校总机找我" in desk.get(f"/cms/organisations/requests/{row.pk}/").content.decode()

    for _ in range(2):
        assert desk.post(f"/cms/organisations/requests/{row.pk}/", {"verdict": "approve"}).status_code == 302

    made = Organisation.objects.get()
    assert (made.name, made.kind, made.is_verified, made.code) == (
        "市实验小学",
        "school",
        True,
        f"school-{row.pk}",
    )
    assert membership_in(resident, made.pk).role == "head"
    message = Message.objects.get()
    assert (message.recipient, message.url) == (resident, f"/org/{made.code}/members/")
    assert own.get(message.url).status_code == 200
    assert "成员和邀请" in own.get(f"/org/{made.code}/").content.decode()


def test_refused_says_why_and_one_may_ask_again(resident):
    row = ask(resident)
    desk = browser(staff())
    path = f"/cms/organisations/requests/{row.pk}/"
    assert desk.post(path, {"verdict": "refuse", "reason": " "}).status_code == 422
    assert desk.post(path, {"verdict": "praise"}).status_code == 422
    row.refresh_from_db()
    assert row.state == "waiting"

    assert desk.post(path, {"verdict": "refuse", "reason": "总机找不到您"}).status_code == 302

    assert "总机找不到您" in Message.objects.get().body
    assert "总机找不到您" in browser(resident).get(NEW).content.decode()
    assert desk.post(path, {"verdict": "approve"}).status_code == 409
    assert not Organisation.objects.exists()
    assert ask(resident).state == "waiting"


def test_one_open_request_a_person_and_the_same_key_once(resident):
    key = uuid4()
    first = ask(resident, request_key=key)
    assert ask(resident, request_key=key) == first
    with pytest.raises(OrganisationRefused, match="刷新"):
        ask(resident, request_key=key, name="别的小学")
    with pytest.raises(OrganisationRefused, match="还在核实"):
        ask(resident, name="别的小学")
    assert OrganisationRequest.objects.count() == 1

    own = browser(resident)
    assert browser(someone()).post(f"{NEW}{first.pk}/withdraw/").status_code == 404
    assert own.post(f"{NEW}{first.pk}/withdraw/").status_code == 302
    assert ask(resident, name="别的小学").state == "waiting"


@pytest.mark.parametrize("name", ["市实验小学", " 市实验 小学 "])
def test_an_organisation_of_that_name_and_kind_is_named(resident, name):
    ensure_organisation(code="s-1", name="市实验小学", kind="school")

    answer = browser(resident).post(NEW, FORM | {"name": name})

    assert answer.status_code == 409
    assert "已有同名机构“市实验小学”，请联系其负责人加入" in answer.content.decode()
    assert not OrganisationRequest.objects.exists()
    assert ask(resident, kind="shop").kind == "shop"


def test_of_two_requests_for_one_name_one_becomes_an_organisation(resident):
    first, second, decider = ask(resident), ask(someone()), staff()
    approve_request(request_id=first.pk, by=decider)

    with pytest.raises(SameOrganisation):
        approve_request(request_id=second.pk, by=decider)
    second.refresh_from_db()
    assert second.state == "waiting"
    assert Organisation.objects.count() == 1
    with pytest.raises(RequestDecided):
        refuse_request(request_id=first.pk, by=decider, reason="不对")


def test_nobody_decides_about_their_own(resident):
    person = staff()
    row = ask(person)

    with pytest.raises(OrganisationRefused, match="别的工作人员"):
        approve_request(request_id=row.pk, by=person)
    with pytest.raises(NotFound):
        approve_request(request_id=row.pk + 1, by=person)
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": ""}, "请填写机构名称"),
        ({"name": "字" * 61}, "最多60个字"),
        ({"kind": "merchant"}, "请从列表里选择类别"),
        ({"kind": ""}, "请选择类别"),
        ({"area": "999"}, "请从列表里选择镇街"),
        ({"doing": ""}, "请填写您在机构里做什么"),
        ({"proof": ""}, "请写一句怎样核对"),
    ],
)
def test_what_is_wrong_is_said(resident, change, says):
    answer = browser(resident).post(NEW, FORM | change)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not OrganisationRequest.objects.exists()


def test_a_guest_reads_the_form_and_what_they_filled_in_waits_for_the_sign_in(client):
    assert client.get(NEW).status_code == 200
    answer = client.post(NEW, FORM)

    assert answer.url == "/accounts/login/"
    assert not OrganisationRequest.objects.exists()
    resident = someone()
    session = client.session
    token = session["pending_action"]
    client.force_login(resident)
    session = client.session
    session["pending_action"] = token
    session.save()
    for _ in range(2):
        client.get("/accounts/continue/")
    assert OrganisationRequest.objects.get().by == resident


@pytest.mark.parametrize("role", ["编辑", "活动管理", "核验员"])
def test_other_staff_and_residents_do_not_decide(resident, role):
    row = ask(resident)
    path = f"/cms/organisations/requests/{row.pk}/"

    for client in (browser(staff(role)), browser(someone()), Client()):
        for answer in (client.get(path), client.post(path, {"verdict": "approve"})):
            assert answer.status_code in {302, 403, 404}
        assert "市实验小学" not in client.get("/cms/organisations/requests/").content.decode()
    row.refresh_from_db()
    assert row.state == "waiting"
    assert not Organisation.objects.exists()


def test_an_erased_account_leaves_no_words(resident):
    row = ask(resident)

    erase_resident(user=resident, by=resident, now=clock.now())

    row.refresh_from_db()
    assert (row.state, row.doing, row.proof) == ("withdrawn", "", "")
    with pytest.raises(RequestDecided):
        approve_request(request_id=row.pk, by=staff())
    assert not OrganisationMember.objects.exists()
