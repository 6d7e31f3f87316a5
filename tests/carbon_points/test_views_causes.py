"""Residents give points to public causes, once for each form, and see what they gave."""

from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from accounts.models import PendingAction
from carbon_points.models import Cause, Donation
from carbon_points.services.rewards import donate, open_cause
from tests.carbon_points.ledger_world import NOW
from tests.carbon_points.reward_world import make_saver, state

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def saver():
    return make_saver(100)


@pytest.fixture
def mine(client, saver) -> Client:
    client.force_login(saver)
    return client


@pytest.fixture
def cause() -> Cause:
    return open_cause(name="给河道种树", summary="一起种树", promise="林业局每一万分种一棵", goal=10_000)


def give(browser: Client, cause: Cause, **values: Any) -> Any:
    return browser.post(f"/causes/{cause.pk}/", {"request_key": str(uuid4()), **values})


def test_causes_are_public_with_their_promise_and_what_they_were_given(client, saver, cause):
    donate(resident=saver, cause_id=cause.pk, points=40, request_key="k", now=NOW)

    listed, page = (
        client.get("/causes/").content.decode(),
        client.get(f"/causes/{cause.pk}/").content.decode(),
    )

    assert "已收到 40 分" in listed
    for words in ("林业局每一万分种一棵", "40 分", "1 次捐出", "目标 1万 分", "捐出后不能收回"):
        assert words in page


def test_a_chosen_or_an_own_amount_is_given_with_thanks(mine, saver, cause):
    first = give(mine, cause, choice="10")
    give(mine, cause, choice="10", points="25")

    assert list(Donation.objects.order_by("pk").values_list("points", flat=True)) == [10, 25]
    assert "谢谢您！捐出的25分" in mine.get(first.url).content.decode()
    gifts = mine.get("/me/gifts/").content.decode()
    assert "给河道种树" in gifts
    assert "25 分" in gifts


def test_the_same_form_twice_gives_once(mine, cause):
    key = str(uuid4())

    for _ in range(2):
        give(mine, cause, choice="10", request_key=key)

    assert Donation.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "status", "sentence"),
    [
        ({}, 422, "请选择或填写要捐的积分"),
        ({"points": "0"}, 422, "积分请用整数填写"),
        ({"points": "-5"}, 422, "积分请用整数填写"),
        ({"points": "1.5"}, 422, "积分请用整数填写"),
        ({"points": "１０"}, 422, "积分请用整数填写"),
        ({"points": "99999999"}, 422, "内容太长了"),
        ({"points": "101"}, 409, "还差1分"),
        ({"points": "5", "request_key": "a b"}, 422, "请刷新页面"),
    ],
)
def test_a_wrong_gift_is_refused_with_its_sentence(mine, cause, values, status, sentence):
    before = state()

    answer = give(mine, cause, **values)

    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert state() == before
    assert Donation.objects.count() == 0


def test_nobody_gives_to_a_closed_cause(mine, cause):
    Cause.objects.update(is_open=False)

    answer = give(mine, cause, choice="10")

    assert answer.status_code == 409
    assert "已经结束" in answer.content.decode()
    assert "捐出积分" not in mine.get(f"/causes/{cause.pk}/").content.decode()
    assert Donation.objects.count() == 0


def test_a_guest_signs_in_and_gives_exactly_once(client, saver, cause):
    answer = give(client, cause, points="15")
    assert answer.url.startswith("/accounts/login/")
    assert PendingAction.objects.get().label == "捐15分给“给河道种树”"

    client.force_login(saver)
    page = client.get("/accounts/continue/", follow=True)
    client.get("/accounts/continue/")

    assert page.redirect_chain == [(f"/causes/{cause.pk}/", 302)]
    assert "谢谢您！捐出的15分" in page.content.decode()
    assert list(Donation.objects.values_list("resident", "points")) == [(saver.pk, 15)]


def test_a_guest_without_points_is_led_back_to_the_cause(client, cause):
    give(client, cause, points="15")
    client.force_login(make_saver(0))

    page = client.get("/accounts/continue/", follow=True)

    assert page.redirect_chain == [(f"/causes/{cause.pk}/", 302)]
    assert "还差15分" in page.content.decode()
    assert Donation.objects.count() == 0


def test_empty_pages_say_so(mine):
    assert "还没有公益项目" in mine.get("/causes/").content.decode()
    assert "还没有捐过积分" in mine.get("/me/gifts/").content.decode()
    assert mine.get("/causes/99/").status_code == 404


def test_my_gifts_are_mine(mine, client, saver, cause):
    donate(resident=saver, cause_id=cause.pk, points=40, request_key="k", now=NOW)
    client.force_login(make_saver(0))

    assert list(client.get("/me/gifts/").context["page"]) == []
    client.logout()
    assert client.get("/me/gifts/").url.startswith("/accounts/login/")


@pytest.mark.parametrize("count", [1, 15])
def test_pages_take_the_same_queries_however_many(mine, saver, cause, django_assert_num_queries, count):
    for number in range(count):
        other = open_cause(name=f"项目{number}", summary="一句话")
        donate(resident=saver, cause_id=other.pk, points=1, request_key=f"k{number}", now=NOW)

    # Session, user; count, rows.
    for path, queries in {"/causes/": 4, "/me/gifts/": 4, f"/causes/{cause.pk}/": 5}.items():
        with django_assert_num_queries(queries, info=path):
            mine.get(path)
