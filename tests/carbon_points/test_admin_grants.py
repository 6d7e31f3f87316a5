"""人工发放 in the admin: found by phone and written down, asked by one, decided by another."""

from uuid import uuid4

import pytest
import time_machine
from django.core import signing
from wagtail.models import ModelLogEntry

from accounts.services.residents import welcome
from carbon_points.models import Grant, Transfer
from tests.carbon_points.grant_world import ask, granted
from tests.carbon_points.ledger_world import NOW, make_resident
from tests.carbon_points.policy_world import make_staff

pytestmark = pytest.mark.django_db
GRANTS, NEW = "/cms/grants/", "/cms/grants/new/"
PHONE = "13800138001"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def resident():
    found = welcome(phone=f"+86{PHONE}", channel="web")
    found.nickname = "骑行的老伍"
    found.save(update_fields=["nickname"])
    return found


@pytest.fixture
def operator():
    return make_staff("request_grant")


@pytest.fixture
def approver():
    return make_staff("approve_grant")


def find(client, phone=PHONE):
    return client.post(NEW, {"phone": phone, "step": "find"})


def form(page, **changes):
    """The second form as a browser sends it."""
    initial = page.context["form"].initial
    values = {"points": "50", "ground": "service", "reason": "河边清洁志愿服务", "internal_note": "签到表"}
    return values | initial | {"step": "ask"} | changes


def test_a_resident_is_found_by_the_whole_number_and_shown_masked(client, operator, resident):
    client.force_login(operator)

    page = find(client, "138 0013 8001")

    text = page.content.decode()
    assert "138****8001" in text
    assert "骑***伍" in text
    assert PHONE not in text
    assert "骑行的老伍" not in text


def test_each_look_is_written_down_without_the_number(client, operator, resident):
    client.force_login(operator)
    find(client)
    assert find(client, "13900139000").status_code == 404
    assert find(client, "1380013").status_code == 422

    looks = ModelLogEntry.objects.filter(action="carbon_points.look_up").order_by("pk")
    assert [(look.user, look.object_id, look.data) for look in looks] == [
        (operator, str(resident.pk), {"purpose": "grant", "found": True}),
        (operator, str(operator.pk), {"purpose": "grant", "found": False}),
    ]
    assert PHONE not in str(list(looks.values()))


def test_one_asks_and_another_decides(client, operator, approver, resident):
    client.force_login(operator)
    page = find(client)
    sent = form(page)
    for _ in range(2):
        assert client.post(NEW, sent).headers["Location"] == GRANTS
    grant = Grant.objects.get()
    assert (grant.resident, grant.points, grant.requested_by, grant.state) == (
        resident,
        50,
        operator,
        "requested",
    )
    assert "等有复核权限的工作人员处理" in client.get(f"{GRANTS}{grant.pk}/").content.decode()

    client.force_login(approver)
    assert "骑***伍" in client.get(GRANTS).content.decode()
    detail = client.get(f"{GRANTS}{grant.pk}/").content.decode()
    assert "0 分，每人每月最多 500 分" in detail
    answer = client.post(f"{GRANTS}{grant.pk}/", {"note": "已核对", "decision": "approve"})

    assert answer.headers["Location"] == f"{GRANTS}{grant.pk}/"
    grant.refresh_from_db()
    assert (grant.state, grant.decided_by, grant.decision_note) == ("approved", approver, "已核对")
    assert Transfer.objects.get().points == 50
    assert "已发放" in client.get(f"{GRANTS}{grant.pk}/").content.decode()


def test_a_refusal_needs_a_reason(client, approver):
    grant = ask()
    client.force_login(approver)

    answer = client.post(f"{GRANTS}{grant.pk}/", {"note": "", "decision": "decline"})
    assert answer.status_code == 422
    assert "请写明不同意的原因" in answer.content.decode()
    client.post(f"{GRANTS}{grant.pk}/", {"note": "缺少签到表", "decision": "decline"})

    grant.refresh_from_db()
    assert (grant.state, grant.decision_note) == ("declined", "缺少签到表")


def test_who_asked_sees_why_not_and_cannot(client):
    both = make_staff("request_grant", "approve_grant")
    grant = ask(by=both)
    client.force_login(both)

    assert "必须是两个人" in client.get(f"{GRANTS}{grant.pk}/").content.decode()
    answer = client.post(f"{GRANTS}{grant.pk}/", {"note": "", "decision": "approve"})

    assert (answer.status_code, Transfer.objects.count()) == (403, 0)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"points": "0"}, "积分要填1到100000的整数"),
        ({"points": "很多"}, "积分要填整数"),
        ({"points": "501"}, "每人每月最多500分"),
        ({"reason": "好"}, "公开说明要写4到120个字"),
        ({"reason": "发给13800138001"}, "不能有手机号"),
        ({"reason": ""}, "请写明为什么发"),
    ],
)
def test_a_request_that_cannot_stand_comes_back_filled_in(client, operator, resident, changes, sentence):
    client.force_login(operator)
    sent = form(find(client), **changes)

    answer = client.post(NEW, sent)

    assert answer.status_code in {409, 422}
    assert sentence in answer.content.decode()
    assert "签到表" in answer.content.decode()
    assert not Grant.objects.exists()


@pytest.mark.parametrize("token", ["", "1", "x:y", signing.dumps(1), signing.dumps(1, salt="other")])
def test_nobody_is_named_by_number(client, operator, resident, token):
    client.force_login(operator)
    sent = form(find(client), found=token)

    assert client.post(NEW, sent).status_code == 422
    assert not Grant.objects.exists()


def test_a_form_that_lay_for_hours_looks_again(client, operator, resident):
    client.force_login(operator)
    sent = form(find(client))

    with time_machine.travel(NOW.replace(hour=12), tick=False):
        assert client.post(NEW, sent).status_code == 422
    assert not Grant.objects.exists()


@pytest.mark.parametrize(
    ("rights", "look", "asks"),
    [
        (("request_grant",), True, True),
        (("approve_grant",), True, False),
        (("view_grant",), True, False),
        (("add_policy", "view_policy"), False, False),
        ((), False, False),
    ],
)
def test_who_may_look_ask_and_decide(client, rights, look, asks):
    grant = ask()
    client.force_login(make_staff(*rights))

    # The admin sends who may not look back to its first page, with a word about it.
    for url in (GRANTS, f"{GRANTS}{grant.pk}/"):
        assert client.get(url).status_code == (200 if look else 302)
    assert client.get(NEW).status_code == (200 if asks else 302)
    assert find(client).status_code == (404 if asks else 302)
    client.post(f"{GRANTS}{grant.pk}/", {"note": "", "decision": "approve"})
    grant.refresh_from_db()
    assert grant.state == ("approved" if rights == ("approve_grant",) else "requested")


def test_residents_and_guests_do_not_get_in(client):
    grant = ask()
    for person in (None, make_resident()):
        if person:
            client.force_login(person)
        for url in (GRANTS, NEW, f"{GRANTS}{grant.pk}/"):
            assert client.get(url).headers["Location"].startswith("/cms/login/")


@pytest.mark.parametrize("number", ["0", "999999", "99999999999999999999", "x"])
def test_an_unknown_request_is_not_found(client, approver, number):
    client.force_login(approver)

    assert client.get(f"{GRANTS}{number}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 5])
def test_the_screens_take_a_fixed_number_of_queries(client, rows, django_assert_num_queries):
    grants = [granted(points=10) for _ in range(rows)]
    waiting = [ask(request_key=str(uuid4())) for _ in range(rows)]
    client.force_login(make_staff("approve_grant", "view_grant"))
    client.get(GRANTS)

    for url, queries in (
        (GRANTS, 11),
        (f"{GRANTS}?state=approved", 11),
        (f"{GRANTS}{waiting[0].pk}/", 12),
        (f"{GRANTS}{grants[0].pk}/", 12),
    ):
        with django_assert_num_queries(queries, info=url):
            assert client.get(url).status_code == 200
