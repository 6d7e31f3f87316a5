"""规则与预算 in the admin: a form, a preview that changes nothing, a confirmation that publishes."""

from datetime import timedelta

import pytest
import time_machine

from carbon_points.models import BudgetMonth, Policy
from carbon_points.rules.policies import CityPolicy, written
from tests.carbon_points.ledger_world import NOW, TODAY, make_action, make_resident, record
from tests.carbon_points.policy_world import TOMORROW, make_line, make_staff, publish
from tests.carbon_points.reward_world import make_reward

pytestmark = pytest.mark.django_db
RULES = "/cms/rules/"
CITY = f"{RULES}city/all/"
BUS = f"{RULES}action/TR-BUS/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def operator():
    return make_staff("view_policy", "add_policy")


@pytest.fixture
def desk(client, operator):
    """The operator's browser."""
    client.force_login(operator)
    return client


def form(**changes):
    """The form of an action as a browser sends it."""
    empty = dict.fromkeys(
        ["max_per_log", "daily_limit", "limit_period", "limit_counts", "self_share", "engagement_points"], ""
    )
    return empty | {"valid_from": TOMORROW.isoformat(), "note": "按居民意见", "step": "preview"} | changes


def test_the_lists_say_what_holds_since_when_and_why(desk, operator):
    make_action()
    publish(
        "action", "TR-BUS", {"self_share": "0.5"}, by=operator, now=NOW - timedelta(days=2), valid_from=TODAY
    )
    publish("action", "TR-BUS", {"self_share": "0.4"})

    page = desk.get(RULES, {"kind": "action"}).content.decode()

    for words in (
        "TR-BUS 乘公交",
        "自己记录计入比例：0.5",
        "2026年11月23日",
        "工作人员：测试用",
        "2026年11月24日起有新版本",
    ):
        assert words in page
    assert "一天最多记几趟出行：6趟" in desk.get(RULES).content.decode()
    assert "一天最多记几趟出行：6趟" in desk.get(RULES, {"kind": "nonsense"}).content.decode()


def test_the_preview_shows_both_sides_and_changes_nothing(desk):
    action = make_action()
    with time_machine.travel(NOW - timedelta(days=30), tick=False):
        record(make_resident(), action, 4, done_on=TODAY - timedelta(days=30), now=NOW - timedelta(days=30))

    page = desk.post(f"{BUS}change/", form(self_share="0.5", max_per_log="3")).content.decode()

    for words in (
        "上个月的1条记录按新规则计算，积分会从20分变成10分（少10分），有1位居民的结果会不同。",
        "有1条会因为超过新上限记不下。",
        "按目录（10）",
        "<strong>3次</strong>",
        "确认发布",
        "2026年11月24日起生效",
    ):
        assert words in page, words
    assert not Policy.objects.exists()


def test_the_confirmation_publishes_in_ones_name(desk, operator):
    make_action()

    answer = desk.post(f"{BUS}change/", form(self_share="0.50", limit_period="week", step="confirm"))

    assert (answer.status_code, answer.headers["Location"]) == (302, BUS)
    policy = Policy.objects.get()
    assert (policy.kind, policy.key, policy.valid_from, policy.note) == (
        "action",
        "TR-BUS",
        TOMORROW,
        "按居民意见",
    )
    assert (policy.published_by, policy.values) == (operator, {"self_share": "0.5", "limit_period": "week"})
    page = desk.get(BUS).content.decode()
    assert "还没到" in page
    assert "自己记录计入比例：0.5" in page


def test_one_comes_back_from_the_preview_with_what_one_typed(desk):
    make_action()

    page = desk.post(f"{BUS}change/", form(self_share="0.35", step="edit")).content.decode()

    assert 'value="0.35"' in page
    assert "按居民意见" in page


@pytest.mark.parametrize("step", ["preview", "confirm"])
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"self_share": "1.5"}, "要填不小于0、不大于1的数"),
        ({"self_share": "abc"}, "要填不小于0、不大于1的数"),
        ({"max_per_log": "1.5"}, "按“次”计，只能填整数"),
        ({"engagement_points": "11"}, "要填0到10的整数"),
        ({"limit_period": "hour"}, "只能从列表里选"),
        ({"valid_from": TODAY.isoformat()}, "最早从明天起"),
        ({"valid_from": "2026/11/24"}, "请按 2026-11-23 的样子填写日期"),
        ({"valid_from": ""}, "请选择生效日期"),
        ({"note": " "}, "请写明为什么改"),
        ({}, "和现在一样"),
    ],
)
def test_what_cannot_stand_comes_back_with_its_sentence(desk, step, changes, sentence):
    make_action()

    answer = desk.post(f"{BUS}change/", form(step=step, **changes))

    assert answer.status_code in {409, 422}
    assert sentence in answer.content.decode()
    assert not Policy.objects.exists()


def test_switches_of_the_city_are_boxes(desk):
    values = {name: value for name, value in written(CityPolicy()).items() if value is not False}
    values |= {"valid_from": TOMORROW.isoformat(), "note": "先不开放排行", "step": "confirm"}
    del values["shows_ranking"]

    assert desk.post(f"{CITY}change/", values).status_code == 302

    assert Policy.objects.get().values == written(CityPolicy(shows_ranking=False))


def test_a_budget_is_published_for_its_month_today(desk):
    line = make_line()
    assert "城市预算 2026年11月" in desk.get(RULES, {"kind": "budget"}).content.decode()
    assert "城市预算 2026年12月" in desk.get(RULES, {"kind": "budget"}).content.decode()
    url = f"{RULES}budget/city:2026-12/change/"
    sent = {"points": "500", "valid_from": TODAY.isoformat(), "note": "年度预算", "step": "confirm"}

    assert 'type="hidden" name="valid_from" value="2026-11-23"' in desk.get(url).content.decode()
    assert desk.post(url, sent).status_code == 302

    assert BudgetMonth.objects.get(line=line).points == 500


def test_a_price_is_published(desk):
    reward = make_reward(price=0)
    url = f"{RULES}reward/{reward.pk}/"
    sent = {"price": "88", "per_person": "2", "per_period": "all"}
    sent |= {"valid_from": TOMORROW.isoformat(), "note": "新奖励", "step": "preview"}
    assert "还没有定" in desk.get(RULES, {"kind": "reward"}).content.decode()

    assert "现在有0位居民的积分够换一份" in desk.post(f"{url}change/", sent).content.decode()
    assert desk.post(f"{url}change/", sent | {"step": "confirm"}).headers["Location"] == url

    assert Policy.objects.get().values == {"price": 88, "per_person": 2, "per_period": "all"}


@pytest.mark.parametrize(
    "path", ["action/TR-NONE/", "city/x/", "reward/0/", "budget/x/", "nonsense/x/", "action/TR-NONE/change/"]
)
def test_an_unknown_object_is_not_found(desk, path):
    assert desk.get(RULES + path).status_code == 404


@pytest.mark.parametrize(
    ("rights", "look", "change"),
    [
        (("view_policy", "add_policy"), 200, 200),
        (("view_policy",), 200, 403),
        (("add_policy",), 403, 200),
        (("request_grant", "approve_grant"), 403, 403),
        ((), 403, 403),
    ],
)
def test_who_may_look_and_who_may_change(client, rights, look, change):
    make_action()
    client.force_login(make_staff(*rights))

    for url, status in ((RULES, look), (BUS, look), (CITY, look), (f"{BUS}change/", change)):
        # The admin sends who may not look back to its first page, with a word about it.
        assert client.get(url).status_code == (302 if status == 403 else status), url
    client.post(f"{BUS}change/", form(self_share="0.5", step="confirm"))
    assert Policy.objects.exists() == (change == 200)


def test_residents_and_guests_do_not_get_in(client):
    make_action()
    for person in (None, make_resident()):
        if person:
            client.force_login(person)
        for url in (RULES, BUS, CITY, f"{BUS}change/"):
            assert client.get(url).headers["Location"].startswith("/cms/login/")


@pytest.mark.parametrize("rows", [1, 4])
def test_the_screens_take_a_fixed_number_of_queries(desk, operator, rows, django_assert_num_queries):
    for number in range(rows):
        make_action(f"TR-BUS{number or ''}")
        make_line(f"line{number}")
        make_reward(price=20)
        for days in range(1, rows + 1):
            share = {"self_share": f"0.{days}"}
            publish(
                "action", "TR-BUS", share, by=operator, valid_from=TODAY + timedelta(days=number * 5 + days)
            )
    desk.get(RULES)

    # Nine for session, person, rights and the frame of the admin; the count, the objects, their policies.
    for url, queries in QUERIES.items():
        with django_assert_num_queries(queries, info=url):
            assert desk.get(url).status_code == 200


QUERIES = {
    RULES: 10,
    f"{RULES}?kind=action": 12,
    f"{RULES}?kind=reward": 12,
    f"{RULES}?kind=budget": 11,
    BUS: 15,
    CITY: 11,
    f"{BUS}change/": 12,
}
