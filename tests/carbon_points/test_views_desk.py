"""The desk: look, confirm, success with the time; refusals in words; stock and pause; only its own people."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accounts.services.organisations import add_member
from carbon_points.models import StockChange, Voucher
from carbon_points.refusals.rewards import NotAtThisDesk, RewardClosed
from carbon_points.services import rewards
from carbon_points.voucher_codes import code_of, qr_text
from core.refusals import NotFound
from tests.carbon_points.ledger_world import NOW, make_resident
from tests.carbon_points.reward_world import make_desk, make_reward, make_saver, state, take

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def world():
    """A desk with its member, and a voucher for it."""
    desk, member = make_desk()
    saver = make_saver(1000)
    saver.nickname = "阿竹大姐"
    saver.save(update_fields=["nickname"])
    return desk, member, take(saver, make_reward(name="环保袋", price=30, provider=desk))


@pytest.fixture
def counter(client, world) -> Client:
    """The browser of the desk's member."""
    client.force_login(world[1])
    return client


def use(browser, voucher, uses=0, **options):
    return browser.post("/m/verify/use/", {"code": code_of(voucher), "uses": uses}, **options)


def test_a_typed_code_shows_what_it_is_and_changes_nothing(counter, world):
    voucher = world[2]
    code = code_of(voucher)
    before = state()

    page = counter.post("/m/verify/", {"code": f"{code[:4]} {code[4:]}"})

    text = page.content.decode()
    assert page.status_code == 200
    for words in ("环保袋", "2026年12月23日 23:59", "30 分", "阿**姐", "确认核销"):
        assert words in text
    assert "阿竹大姐" not in text
    assert state() == before


def test_the_address_in_the_qr_code_leads_to_the_preview(counter, world):
    path = qr_text(world[2]).partition("/m/")[2]

    page = counter.get(f"/m/{path}")

    assert page.context["voucher"] == world[2]
    assert f'value="{code_of(world[2])}"' in page.content.decode()


def test_confirming_leads_to_a_success_with_the_time(counter, world):
    voucher = world[2]

    answer = use(counter, voucher)
    page = counter.get(answer.url)

    assert answer.url == f"/m/vouchers/{voucher.pk}/"
    assert "已核销 09:00" in page.content.decode()
    voucher.refresh_from_db()
    assert (voucher.state, voucher.uses, voucher.redeemed_by) == ("redeemed", 1, world[1])


def test_with_htmx_the_success_is_a_page_of_its_own(counter, world):
    answer = use(counter, world[2], headers=HTMX)

    assert answer.headers["HX-Redirect"] == f"/m/vouchers/{world[2].pk}/"
    assert answer.content == b""


def test_the_same_form_sent_again_after_a_lost_answer_says_success_and_uses_once(counter, world):
    first, second = use(counter, world[2]), use(counter, world[2])

    assert first.url == second.url
    world[2].refresh_from_db()
    assert world[2].uses == 1


def test_a_later_form_for_a_used_voucher_is_refused_with_its_time(counter, client, world):
    desk, _, voucher = world
    use(counter, voucher)
    before = state()

    # Another look, and a colleague's form from before: neither is this person's use of a moment ago.
    looked = counter.post("/m/verify/", {"code": code_of(voucher)})
    odd = [use(counter, voucher, uses=value) for value in ("", "1", "-1", "x", "9" * 30)]
    colleague = make_resident()
    add_member(organisation=desk, user=colleague, role="staff")
    client.force_login(colleague)
    other = use(client, voucher)

    for answer in (looked, *odd, other):
        assert answer.status_code == 409
        assert "11月23日09:00已经在本店核销过" in answer.content.decode()
    assert state() == before


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_refusals_are_said_in_words_and_use_nothing(counter, world, headers):
    _, _, voucher = world
    foreign = take(make_saver(100), make_reward(price=10))
    before = state()

    wrong = counter.post("/m/verify/use/", {"code": "1234"}, headers=headers)
    elsewhere = use(counter, foreign, headers=headers)
    with time_machine.travel(voucher.valid_until + timedelta(minutes=1)):
        counter.force_login(world[1])
        late = use(counter, voucher, headers=headers)
    assert state() == before
    counter.force_login(world[1])
    rewards.cancel_voucher(resident=voucher.resident, voucher_id=voucher.pk)
    before = state()
    back = use(counter, voucher, headers=headers)

    assert [answer.status_code for answer in (wrong, elsewhere, late, back)] == [404, 404, 409, 409]
    for answer, sentence in (
        (wrong, "没有这个兑换码"),
        (elsewhere, "不是本店的奖励"),
        (late, "12月23日23:59已经过期"),
        (back, "顾客已经退回"),
    ):
        assert sentence in answer.content.decode()
        assert ("<html" in answer.content.decode()) is (headers == {})
    assert state() == before


def test_guessing_is_stopped(counter, world):
    for number in range(10):
        counter.post("/m/verify/", {"code": f"{number:08d}"})

    answer = counter.post("/m/verify/", {"code": code_of(world[2])})

    assert answer.status_code == 429
    assert "等一分钟" in answer.content.decode()


def test_a_use_is_taken_back_with_a_chosen_or_an_own_reason(counter, world):
    voucher = world[2]
    use(counter, voucher)
    assert "5分钟内可以撤销" in counter.get(f"/m/vouchers/{voucher.pk}/").content.decode()

    page = counter.post(f"/m/vouchers/{voucher.pk}/undo/", {"choice": "点错了"}, follow=True)

    assert "已撤销核销" in page.content.decode()
    assert "已核销 09:00" not in page.content.decode()
    voucher.refresh_from_db()
    assert voucher.state == "issued"
    use(counter, voucher, uses=1)
    counter.post(f"/m/vouchers/{voucher.pk}/undo/", {"choice": "点错了", "reason": "拿错了颜色"})
    assert [event.reason for event in voucher.events.filter(kind="unredeemed")] == ["点错了", "拿错了颜色"]


def test_a_use_is_not_taken_back_without_a_reason_nor_late(counter, world):
    voucher = world[2]
    use(counter, voucher)
    before = state()

    silent = counter.post(f"/m/vouchers/{voucher.pk}/undo/")
    long = counter.post(f"/m/vouchers/{voucher.pk}/undo/", {"reason": "长" * 121})
    with time_machine.travel(NOW + timedelta(minutes=6)):
        late = counter.post(f"/m/vouchers/{voucher.pk}/undo/", {"choice": "点错了"})
        page = counter.get(f"/m/vouchers/{voucher.pk}/")

    assert (silent.status_code, "请写明撤销的原因" in silent.content.decode()) == (422, True)
    assert (long.status_code, "还没有提交" in long.content.decode()) == (422, True)
    assert (late.status_code, "超过5分钟" in late.content.decode()) == (409, True)
    assert "可以撤销" not in page.content.decode()
    assert state() == before


PAGES = [
    "/m/verify/",
    "/m/{desk}/",
    "/m/{desk}/rewards/",
    "/m/{desk}/rewards/{reward}/",
    "/m/vouchers/{voucher}/",
]


def paths(world):
    desk, _, voucher = world
    return [path.format(desk=desk.pk, reward=voucher.reward_id, voucher=voucher.pk) for path in PAGES]


def test_those_who_stand_nowhere_see_a_kind_word_and_nothing_else(client, world):
    client.force_login(world[2].resident)
    before = state()

    assert "这里给兑换点的工作人员用" in client.get("/m/").content.decode()
    assert client.get("/m/verify/").url == "/m/"
    assert [client.get(path).status_code for path in paths(world)[1:]] == [404] * 4
    for path in ("/m/verify/", "/m/verify/use/"):
        answer = client.post(path, {"code": code_of(world[2])})
        assert answer.status_code == 403
        assert "只有兑换点的工作人员可以核销" in answer.content.decode()
    assert state() == before


def test_members_of_another_desk_see_and_change_nothing(counter, client, world):
    desk, _, voucher = world
    use(counter, voucher)
    make_reward(provider=(other := make_desk())[0])
    client.force_login(other[1])
    before = state()

    assert [client.get(path).status_code for path in paths(world)[1:]] == [404] * 4
    assert client.post(f"/m/vouchers/{voucher.pk}/undo/", {"choice": "点错了"}).status_code == 404
    reward = f"/m/{desk.pk}/rewards/{voucher.reward_id}/"
    assert client.post(reward, {"way": "more", "pieces": "5", "reason": "补货"}).status_code == 404
    assert client.post(f"{reward}state/", {"state": "paused"}).status_code == 404
    own = f"/m/{other[0].pk}/rewards/{voucher.reward_id}/"
    assert client.get(own).status_code == 404
    assert client.post(f"{own}state/", {"state": "paused"}).status_code == 404
    assert state() == before
    voucher.reward.refresh_from_db()
    assert voucher.reward.state == "open"


def test_guests_are_asked_to_sign_in(client, world):
    for path in ["/m/", *paths(world)]:
        assert client.get(path).url.startswith("/accounts/login/")


def test_one_desk_opens_at_once_and_several_are_chosen(counter, world):
    desk, member, _ = world
    assert counter.get("/m/").url == f"/m/{desk.pk}/"

    second, _ = make_desk()
    make_reward(provider=second)
    add_member(organisation=second, user=member, role="staff")

    text = counter.get("/m/").content.decode()
    assert f"/m/{desk.pk}/" in text
    assert f"/m/{second.pk}/" in text


def test_today_and_this_month_are_listed_with_their_sums(counter, world):
    desk, member, voucher = world
    with time_machine.travel(NOW - timedelta(days=3)):
        early = take(voucher.resident, voucher.reward, now=NOW - timedelta(days=3))
        rewards.verify_voucher(member=member, code=code_of(early))
    use(counter, voucher)

    today, month = counter.get(f"/m/{desk.pk}/"), counter.get(f"/m/{desk.pk}/?period=month")

    assert [row.voucher.pk for row in today.context["rows"]] == [voucher.pk]
    assert [row.voucher.pk for row in month.context["rows"]] == [voucher.pk, early.pk]
    assert (month.context["sum"].vouchers, month.context["sum"].points) == (2, 60)
    assert [row.can_take_back for row in month.context["rows"]] == [True, False]
    assert "阿竹大姐" not in month.content.decode()


def test_stock_is_changed_with_a_reason(counter, world):
    desk, member, voucher = world
    url = f"/m/{desk.pk}/rewards/{voucher.reward_id}/"

    counter.post(url, {"way": "more", "pieces": "5", "reason": "补货"})
    counter.post(url, {"way": "less", "pieces": "2", "reason": "破损"})

    voucher.reward.refresh_from_db()
    assert voucher.reward.stock_left == 9 + 5 - 2
    newest = StockChange.objects.filter(reward=voucher.reward)[:2]
    assert [(row.change, row.reason, row.made_by) for row in newest] == [
        (-2, "破损", member),
        (5, "补货", member),
    ]
    assert "破损" in counter.get(url).content.decode()


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"way": "more", "pieces": "", "reason": "补货"}, "请填写数量"),
        ({"way": "more", "pieces": "0", "reason": "补货"}, "数量请用整数填写"),
        ({"way": "more", "pieces": "-5", "reason": "补货"}, "数量请用整数填写"),
        ({"way": "more", "pieces": "５", "reason": "补货"}, "数量请用整数填写"),
        ({"way": "more", "pieces": "5", "reason": " "}, "请写明原因"),
        ({"way": "up", "pieces": "5", "reason": "补货"}, "请选择增加还是减少"),
        ({"way": "less", "pieces": "10", "reason": "破损"}, "不能减到0以下"),
        ({"way": "more", "pieces": "9999999", "reason": "补货"}, "数量"),
    ],
)
def test_a_wrong_stock_change_is_refused_with_its_sentence(counter, world, form, sentence):
    desk, _, voucher = world
    before = (state(), StockChange.objects.count())

    answer = counter.post(f"/m/{desk.pk}/rewards/{voucher.reward_id}/", form)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert (state(), StockChange.objects.count()) == before


def test_a_reward_is_paused_and_resumed_and_vouchers_stay_good(counter, world):
    desk, _, voucher = world
    url = f"/m/{desk.pk}/rewards/{voucher.reward_id}/state/"

    counter.post(url, {"state": "paused"})
    voucher.reward.refresh_from_db()
    assert voucher.reward.state == "paused"
    assert use(counter, voucher).status_code == 302

    counter.post(url, {"state": "open"})
    counter.post(url, {"state": "open"})
    voucher.reward.refresh_from_db()
    assert voucher.reward.state == "open"


@pytest.mark.parametrize("values", [{"state": "draft"}, {"state": "closed"}])
def test_what_only_the_city_opens_stays_as_it_is(counter, world, values):
    desk, member, _ = world
    reward = make_reward(provider=desk, **values)

    for wanted in ("open", "paused"):
        answer = counter.post(f"/m/{desk.pk}/rewards/{reward.pk}/state/", {"state": wanted})
        assert answer.status_code == 409
        assert "由主办单位开启和结束" in answer.content.decode()
    with pytest.raises(RewardClosed):
        rewards.set_reward_state(member=member, reward_id=reward.pk, state="closed")
    reward.refresh_from_db()
    assert reward.state == values["state"]


def test_an_example_is_never_opened_by_its_desk(counter, world):
    desk, member, _ = world
    reward = make_reward(provider=desk, state="paused", is_example=True)

    with pytest.raises(RewardClosed):
        rewards.set_reward_state(member=member, reward_id=reward.pk, state="open")
    reward.refresh_from_db()
    assert reward.state == "paused"


def test_the_service_asks_for_a_place_at_the_desk(world):
    _, _, voucher = world

    with pytest.raises(NotAtThisDesk):
        rewards.set_reward_state(member=voucher.resident, reward_id=voucher.reward_id, state="paused")
    with pytest.raises(NotFound):
        rewards.set_reward_state(member=world[1], reward_id=2**80, state="paused")


def test_helpers_hand_over_but_do_not_keep_the_books(client, world):
    desk, _, voucher = world
    helper = make_resident()
    add_member(organisation=desk, user=helper, role="helper")
    client.force_login(helper)

    assert use(client, voucher).status_code == 302
    assert "本店的奖励" not in client.get(f"/m/{desk.pk}/").content.decode()
    answer = client.get(f"/m/{desk.pk}/rewards/")
    assert (answer.status_code, "志愿者只负责核销" in answer.content.decode()) == (403, True)
    with pytest.raises(NotAtThisDesk):
        rewards.set_reward_state(member=helper, reward_id=voucher.reward_id, state="paused")


@pytest.mark.parametrize("count", [1, 15])
def test_pages_take_the_same_queries_however_many(counter, world, django_assert_num_queries, count):
    desk, member, first = world
    for number in range(count - 1):
        reward = make_reward(price=1, provider=desk) if number % 2 else first.reward
        voucher = take(first.resident, reward)
        rewards.verify_voucher(member=member, code=code_of(voucher))
    use(counter, first)
    queries = {
        f"/m/{desk.pk}/": 6,
        f"/m/{desk.pk}/?period=month": 6,
        f"/m/{desk.pk}/rewards/": 5,
        f"/m/{desk.pk}/rewards/{first.reward_id}/": 5,
        f"/m/vouchers/{first.pk}/": 3,
        "/m/verify/": 3,
    }

    for path, number in queries.items():
        with django_assert_num_queries(number, info=path):
            counter.get(path)
    assert Voucher.objects.filter(state="redeemed").count() == count
