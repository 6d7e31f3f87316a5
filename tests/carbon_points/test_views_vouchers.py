"""A resident shows a voucher, sees it used, gives it back; nobody else sees it."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accounts.services.family import keep_person
from carbon_points.services import rewards
from carbon_points.voucher_codes import code_of
from tests.carbon_points.ledger_world import NOW, make_resident
from tests.carbon_points.reward_world import give_points, make_desk, make_reward, make_saver, state, take

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def saver():
    return make_saver(1000)


@pytest.fixture
def mine(client, saver) -> Client:
    client.force_login(saver)
    return client


@pytest.fixture
def world(saver):
    """A desk with its member, and the saver's voucher for it."""
    desk, member = make_desk()
    return desk, member, take(saver, make_reward(name="环保袋", price=30, provider=desk))


def use(member, voucher):
    return rewards.verify_voucher(member=member, code=code_of(voucher), now=NOW)


def test_a_voucher_shows_its_code_once_grouped_and_once_to_be_heard(mine, world):
    _, _, voucher = world
    code = code_of(voucher)

    page = mine.get(f"/me/vouchers/{voucher.pk}/")

    text = page.content.decode()
    assert f"{code[:4]} {code[4:]}" in text
    assert " ".join(code) in text
    assert '<svg class="ly-qr"' in text
    for words in ("环保袋", "服务台", voucher.reward.provider.name, "2026年12月23日 23:59"):
        assert words in text
    assert "no-store" in page.headers["Cache-Control"]
    assert '<meta name="ly-share" content="hidden">' in text
    assert "og:title" not in text
    # The whole screen is the voucher's: no tabs.
    assert "ly-tabs" not in text


def test_the_state_says_nothing_until_it_is_used_and_then_stops_asking(mine, world):
    _, member, voucher = world
    url = f"/me/vouchers/{voucher.pk}/state/"
    assert (mine.get(url).status_code, mine.get(url).content) == (204, b"")

    use(member, voucher)
    answer = mine.get(url)

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "已核销 09:00" in text
    assert "hx-get" not in text
    assert code_of(voucher) not in text.replace(" ", "")
    assert "<html" not in text


def test_the_state_takes_three_queries(mine, world, django_assert_num_queries):
    with django_assert_num_queries(3):
        mine.get(f"/me/vouchers/{world[2].pk}/state/")


def test_giving_back_asks_first_and_returns_the_points(mine, saver, world):
    voucher = world[2]
    asked = mine.get(f"/me/vouchers/{voucher.pk}/cancel/")
    assert "30分原路返还" in asked.content.decode()

    page = mine.post(f"/me/vouchers/{voucher.pk}/cancel/", follow=True)

    voucher.refresh_from_db()
    assert voucher.state == "cancelled"
    text = page.content.decode()
    assert "已退回，30分回到了您的账户" in text
    assert "hx-get" not in text
    assert code_of(voucher) not in text.replace(" ", "")


@pytest.mark.parametrize("again", ["cancelled", "used"])
def test_what_is_over_cannot_be_given_back(mine, world, again):
    _, member, voucher = world
    if again == "used":
        use(member, voucher)
    else:
        mine.post(f"/me/vouchers/{voucher.pk}/cancel/")
    before = state()

    asked = mine.get(f"/me/vouchers/{voucher.pk}/cancel/")
    page = mine.post(f"/me/vouchers/{voucher.pk}/cancel/", follow=True)

    assert asked.url == f"/me/vouchers/{voucher.pk}/"
    assert ("已经使用，不能退回" if again == "used" else "已经退回过") in page.content.decode()
    assert state() == before


def test_a_voucher_past_its_day_shows_no_code_even_before_the_nightly_work(mine, world):
    voucher = world[2]
    with time_machine.travel(voucher.valid_until + timedelta(seconds=1)):
        mine.force_login(voucher.resident)
        before = mine.get(f"/me/vouchers/{voucher.pk}/").content.decode()
        polled = mine.get(f"/me/vouchers/{voucher.pk}/state/")
        rewards.expire_vouchers()
        after = mine.get(f"/me/vouchers/{voucher.pk}/").content.decode()

    assert "30分很快会自动退回" in before
    assert polled.status_code == 200
    assert "30分已经原路返还" in after
    for text in (before, polled.content.decode(), after):
        assert "已过期" in text
        assert "ly-qr" not in text


def test_nobody_else_sees_or_returns_a_voucher(client, world):
    voucher = world[2]
    before = state()
    for somebody in (make_resident(), world[1]):
        client.force_login(somebody)
        for path in ("", "state/", "cancel/"):
            assert client.get(f"/me/vouchers/{voucher.pk}/{path}").status_code == 404
        assert client.post(f"/me/vouchers/{voucher.pk}/cancel/").status_code == 404
    assert state() == before


def test_a_keeper_sees_and_returns_the_voucher_of_a_person_without_a_phone(mine, saver, world):
    granny = keep_person(keeper=saver, nickname="外婆", age_band="adult", consented=True, channel="web")
    give_points(granny, 100)
    with time_machine.travel(NOW + timedelta(days=7)):
        voucher = take(granny, world[2].reward, now=NOW + timedelta(days=7))
        page = mine.get(f"/me/vouchers/{voucher.pk}/")
        mine.post(f"/me/vouchers/{voucher.pk}/cancel/")

    assert "外婆" in page.content.decode()
    voucher.refresh_from_db()
    assert voucher.state == "cancelled"


@pytest.mark.parametrize("path", ["", "1/", "1/state/", "1/cancel/"])
def test_vouchers_want_a_sign_in(client, path):
    assert client.get(f"/me/vouchers/{path}").url.startswith("/accounts/login/")


def test_the_list_has_those_that_wait_first(mine, saver, world):
    _, member, first = world
    second = take(saver, first.reward)
    use(member, second)

    rows = mine.get("/me/vouchers/").context["rows"]

    assert [(row.voucher.pk, row.chip) for row in rows] == [(first.pk, "待使用"), (second.pk, "已核销")]


def test_an_empty_list_leads_to_the_shelf(mine):
    text = mine.get("/me/vouchers/").content.decode()

    assert "还没有兑换码" in text
    assert 'href="/rewards/"' in text


@pytest.mark.parametrize("count", [1, 15])
def test_list_and_voucher_take_the_same_queries_however_many(
    mine, saver, world, django_assert_num_queries, count
):
    for _ in range(count - 1):
        take(saver, make_reward(price=10))

    with django_assert_num_queries(4):
        mine.get("/me/vouchers/")
    with django_assert_num_queries(3):
        mine.get(f"/me/vouchers/{world[2].pk}/")


def test_the_menu_counts_vouchers_that_wait(mine, world):
    text = mine.get("/me/").content.decode()
    assert "1 张待使用" in text
    assert "兑换点工作台" not in text

    mine.post(f"/me/vouchers/{world[2].pk}/cancel/")

    assert "张待使用" not in mine.get("/me/").content.decode()


def test_the_menu_shows_the_desk_to_its_people(client, world):
    client.force_login(world[1])

    assert "兑换点工作台" in client.get("/me/").content.decode()
