"""The shelf, one reward, and taking it in two steps: by a resident, by a guest who signs in afterwards."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from accounts.models import PendingAction, User
from accounts.services.family import keep_person
from carbon_points.models import StockAlert, Voucher
from carbon_points.selectors.ledger import balance_of
from carbon_points.services.rewards import add_stock
from messaging.models import Message
from tests.carbon_points.ledger_world import NOW
from tests.carbon_points.reward_world import give_points, make_reward, make_saver, set_price, state, take

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


def names(page):
    return [item.row.reward.name for item in page.context["shelf"].rows]


def chips(page):
    return {item.row.reward.name: item.chip for item in page.context["shelf"].rows}


def confirm(browser, reward, key=None, **options):
    return browser.post(f"/rewards/{reward.pk}/redeem/", {"request_key": key or str(uuid4())}, **options)


def test_the_shelf_is_open_to_everybody_and_says_what_cannot_be_had(client):
    there = make_reward(name="环保袋", price=30)
    make_reward(name="样子", state="paused", is_example=True)
    make_reward(name="兑完的", stock=0)
    make_reward(name="明天的", opens_on=date(2026, 12, 1))
    make_reward(name="没预算的", budget=0)
    make_reward(name="暂停的", state="paused")
    make_reward(name="结束的", closes_on=date(2026, 2, 1))
    make_reward(name="未启用的", state="draft")

    page = client.get("/rewards/")

    assert names(page)[0] == there.name
    assert chips(page) == {
        "环保袋": "",
        "样子": "示例",
        "兑完的": "已兑完",
        "明天的": "未到开放日",
        "没预算的": "本月名额已满",
        "暂停的": "暂停兑换",
        "结束的": "已结束",
    }
    assert page.context["shelf"].purse is None


def test_what_i_can_have_stands_first_and_the_rest_says_what_is_missing(mine, saver):
    make_reward(name="太贵", price=250)
    limited = make_reward(name="兑过", price=10, policy={"per_person": 1, "per_period": "month"})
    make_reward(name="够得着", price=60)
    take(saver, limited)

    page = mine.get("/rewards/")

    assert names(page)[0] == "够得着"
    assert chips(page) == {"够得着": "现在可以兑换", "太贵": "还差160分", "兑过": "已经兑过"}
    assert '我有 <strong class="ly-points">90 分</strong>' in page.content.decode()


def test_a_new_account_is_told_from_which_day(client):
    make_reward(price=30)
    client.force_login(make_saver(100, days_ago=1))

    page = client.get("/rewards/")

    assert "新账号满7天后才能兑换，11月29日起就可以了" in page.content.decode()
    assert list(chips(page).values()) == ["新账号稍后可兑"]


def test_an_empty_shelf_says_so(client):
    assert "奖励正在准备" in client.get("/rewards/").content.decode()


def test_few_pieces_are_counted_and_many_are_not(client):
    few, many = make_reward(name="少", stock=20), make_reward(name="多", stock=21)

    stock = {item.row.reward.pk: item.stock for item in client.get("/rewards/").context["shelf"].rows}

    assert stock == {few.pk: "还有20份", many.pk: "数量充足"}


def test_a_reward_says_its_rules(client):
    reward = make_reward(
        price=30, detail="周末也可以。", policy={"per_person": 2, "per_period": "month"}, valid_days=20
    )

    text = client.get(f"/rewards/{reward.pk}/").content.decode()

    for words in ("用 30 分兑换", "服务台", reward.provider.name, "20 天内", "每人每月最多2份", "周末也可以"):
        assert words in text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"price": 250}, "还差150分"),
        ({"stock": 0}, "已经兑完了"),
        ({"budget": 0}, "本月的名额已经用完"),
        ({"opens_on": date(2026, 12, 1)}, "12月1日开始兑换"),
        ({"closes_on": date(2026, 2, 1)}, "已经结束"),
        ({"state": "paused"}, "暂停兑换"),
        ({"state": "paused", "is_example": True}, "只是示例"),
        ({"price": 0}, "暂停兑换"),
    ],
)
def test_what_stands_in_the_way_is_said_before_and_after_the_button(mine, values, sentence):
    reward = make_reward(**values)
    before = state()

    page = mine.get(f"/rewards/{reward.pk}/")
    asked = mine.get(f"/rewards/{reward.pk}/redeem/")
    answer = confirm(mine, reward)

    assert sentence in page.content.decode()
    assert f"/rewards/{reward.pk}/redeem/" not in page.content.decode()
    assert asked.url == f"/rewards/{reward.pk}/"
    assert answer.status_code == 409
    assert sentence in answer.content.decode()
    assert state() == before


def test_missing_points_lead_to_recording(mine):
    text = mine.get(f"/rewards/{make_reward(price=250).pk}/").content.decode()

    assert "还差150分" in text
    assert 'href="/log/"' in text.partition("<main")[2]


def test_redeeming_asks_first_then_shows_the_voucher(mine, saver):
    reward = make_reward(price=30)

    asked = mine.get(f"/rewards/{reward.pk}/redeem/")
    answer = confirm(mine, reward, asked.context["request_key"])

    assert "将扣除" in asked.content.decode()
    voucher = Voucher.objects.get()
    assert answer.url == f"/me/vouchers/{voucher.pk}/"
    assert (voucher.resident, voucher.price, voucher.state) == (saver, 30, "issued")


def test_a_double_tap_redeems_once(mine):
    reward, key = make_reward(price=30), str(uuid4())

    first, second = (confirm(mine, reward, key) for _ in range(2))

    assert first.url == second.url
    assert Voucher.objects.count() == 1


def test_a_broken_key_is_refused(mine):
    reward = make_reward(price=30)
    before = state()

    assert confirm(mine, reward, "a b").status_code == 422
    assert state() == before


def test_a_guest_signs_in_and_redeems_exactly_once(client, saver):
    reward = make_reward(name="环保袋", price=30)

    answer = confirm(client, reward)

    assert answer.url.startswith("/accounts/login/")
    assert Voucher.objects.count() == 0
    assert PendingAction.objects.get().label == "兑换环保袋（30分）"
    client.force_login(saver)
    first, second = client.get("/accounts/continue/"), client.get("/accounts/continue/")
    voucher = Voucher.objects.get()
    assert first.url == second.url == f"/me/vouchers/{voucher.pk}/"


def test_a_guest_without_points_is_led_back_to_the_reward(client):
    reward = make_reward(price=30)
    confirm(client, reward)
    client.force_login(make_saver(0))
    before = state()

    page = client.get("/accounts/continue/", follow=True)

    assert page.redirect_chain == [(f"/rewards/{reward.pk}/", 302)]
    assert "还差30分" in page.content.decode()
    assert state() == before


def test_a_guest_is_not_sent_to_sign_in_for_what_nobody_can_have(client):
    answer = confirm(client, make_reward(stock=0))

    assert answer.status_code == 409
    assert PendingAction.objects.count() == 0


def test_somebody_waits_for_a_sold_out_reward_and_is_told(mine, saver):
    reward = make_reward(stock=0)
    assert "有货时告诉我" in mine.get(f"/rewards/{reward.pk}/").content.decode()

    page = mine.post(f"/rewards/{reward.pk}/tell-me/", follow=True)

    assert "有货时会告诉您" in page.content.decode()
    assert StockAlert.objects.filter(resident=saver, reward=reward).count() == 1
    add_stock(reward=reward, change=1, reason="补货", by=None)


def test_a_guest_waits_for_stock_after_signing_in(client, saver):
    reward = make_reward(stock=0)

    client.post(f"/rewards/{reward.pk}/tell-me/")
    client.force_login(saver)
    client.get("/accounts/continue/")

    assert StockAlert.objects.filter(resident=saver, reward=reward).count() == 1
    assert Message.objects.count() == 0


@pytest.mark.parametrize("path", ["/rewards/999999/", "/rewards/0/", "/rewards/99999999999999999999/"])
def test_a_reward_that_is_not_there(mine, path):
    assert mine.get(path).status_code == 404


def test_drafts_are_not_shown(mine):
    draft = make_reward(state="draft")

    assert mine.get(f"/rewards/{draft.pk}/").status_code == 404


@pytest.mark.parametrize("count", [1, 15])
def test_the_shelf_takes_the_same_queries_however_full(client, django_assert_num_queries, count):
    rewards = [make_reward(price=30) for _ in range(count)]
    with django_assert_num_queries(2):
        client.get("/rewards/")
    saver = make_saver(1000)
    for reward in rewards[:5]:
        take(saver, reward)
    client.force_login(saver)

    # Session, user; rewards, prices; points and their days, rules of the city, what was had.
    with django_assert_num_queries(8):
        client.get("/rewards/")


@pytest.mark.parametrize("count", [1, 15])
def test_a_reward_takes_the_same_queries_however_many_vouchers(mine, saver, django_assert_num_queries, count):
    reward = make_reward(price=1, stock=30)
    for _ in range(count):
        take(saver, reward)

    with django_assert_num_queries(12):
        mine.get(f"/rewards/{reward.pk}/")


def test_a_new_price_holds_from_its_day(mine):
    reward = make_reward(price=30)
    set_price(reward, 50, since=date(2026, 11, 24))

    assert "用 30 分兑换" in mine.get(f"/rewards/{reward.pk}/").content.decode()
    with time_machine.travel(NOW + timedelta(days=1)):
        assert "用 50 分兑换" in mine.get(f"/rewards/{reward.pk}/").content.decode()


@pytest.fixture
def granny(saver):
    """Somebody without a phone, long enough here, with points of her own."""
    person = keep_person(keeper=saver, nickname="外婆", age_band="adult", consented=True, channel="web")
    User.objects.filter(pk=person.pk).update(joined_at=NOW - timedelta(days=30))
    person.refresh_from_db()
    give_points(person, 60)
    return person


def test_points_of_somebody_whom_one_keeps_bring_a_voucher_for_them(mine, saver, granny):
    reward = make_reward(name="环保袋", price=50)
    page = mine.get(f"/rewards/{reward.pk}/").content.decode()
    assert f"/rewards/{reward.pk}/redeem/?for={granny.pk}" in page
    assert "现有 60 分" in page

    ask = mine.get(f"/rewards/{reward.pk}/redeem/", {"for": granny.pk}).content.decode()
    answer = mine.post(
        f"/rewards/{reward.pk}/redeem/", {"request_key": str(uuid4()), "for_person": granny.pk}
    )

    assert "替外婆兑换" in ask
    assert "外婆有 60 分" in ask
    voucher = Voucher.objects.get()
    assert answer["Location"] == f"/me/vouchers/{voucher.pk}/"
    assert (voucher.resident, balance_of(granny), balance_of(saver)) == (granny, 10, 100)
    assert "外婆：环保袋" in mine.get("/me/vouchers/").content.decode()


def test_what_stands_in_her_way_is_said_with_her_name(mine, granny):
    reward = make_reward(price=90)

    answer = mine.get(f"/rewards/{reward.pk}/redeem/", {"for": granny.pk})

    assert "外婆：" in answer.context["refusal"]
    assert Voucher.objects.count() == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_points_of_strangers_are_out_of_reach(mine, method):
    reward, stranger = make_reward(price=50), make_saver(100)
    before = state()

    if method == "get":
        answer = mine.get(f"/rewards/{reward.pk}/redeem/", {"for": stranger.pk})
    else:
        answer = mine.post(
            f"/rewards/{reward.pk}/redeem/", {"request_key": str(uuid4()), "for_person": stranger.pk}
        )

    assert answer.status_code == 404
    assert state() == before
