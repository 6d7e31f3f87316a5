"""Everybody reads the rules and the points given by hand; nobody reads to whom."""

from datetime import timedelta

import pytest
import time_machine

from tests.carbon_points.grant_world import ask, granted
from tests.carbon_points.ledger_world import NOW, TODAY, make_action, make_resident
from tests.carbon_points.policy_world import TOMORROW, make_line, publish
from tests.carbon_points.reward_world import make_reward

pytestmark = pytest.mark.django_db
OCTOBER = NOW.replace(month=10)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def some_policies():
    make_action()
    make_line()
    reward = make_reward(price=0)
    publish(values={"trips_a_day": 4}, now=NOW - timedelta(days=1), valid_from=TODAY, note="先紧后松")
    publish(values={"trips_a_day": 5}, note="再放宽一些")
    publish("action", "TR-BUS", {"self_share": "0.5"})
    publish("reward", str(reward.pk), {"price": 80, "per_person": 1, "per_period": "month"})
    publish("budget", "city:2026-12", {"points": 900})


def test_the_rules_and_every_version_are_public(client):
    some_policies()

    page = client.get("/rules/").content.decode()

    for words in (
        "全市现在的规则（2026年11月23日起）",
        "一天最多记几趟出行：5趟",
        "一天最多记几趟出行：4趟",
        "先紧后松",
        "还没生效",
        "乘公交",
        "价格：80分",
        "城市预算 2026-12",
    ):
        assert words in page, words
    # A version says what it changed, not everything.
    assert "一天最多记几餐：3餐" not in page


def test_the_open_data_has_every_version(client):
    some_policies()

    answer = client.get("/api/v1/open/policies")
    found = answer.json()

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert [(row["kind"], row["valid_from"]) for row in found["items"]] == [
        ("budget", "2026-11-23"),
        ("reward", "2026-11-24"),
        ("action", "2026-11-24"),
        ("city", "2026-11-24"),
        ("city", "2026-11-23"),
    ]
    assert found["items"][2] | {"id": 0, "published_at": ""} == {
        "id": 0,
        "kind": "action",
        "key": "TR-BUS",
        "values": {"self_share": "0.5"},
        "valid_from": TOMORROW.isoformat(),
        "note": "测试用",
        "published_at": "",
    }
    first = client.get("/api/v1/open/policies?limit=3").json()
    rest = client.get(f"/api/v1/open/policies?limit=3&cursor={first['next_cursor']}").json()
    assert first["items"] + rest["items"] == found["items"]
    assert rest["next_cursor"] is None


def test_the_months_of_grants_are_public(client):
    resident = make_resident(nickname="骑行的老伍")
    granted(resident, 50)
    granted(resident, 30, reason="更正一次漏记的公交", ground="correction")
    granted(points=20, now=OCTOBER)
    ask(points=70, reason="还没有人同意的申请")

    months = client.get("/grants/").content.decode()
    page = client.get("/grants/2026-11/").content.decode()

    for words in ("2026年11月", "2 笔 · 共 80 分", "2026年10月", "1 笔 · 共 20 分", "每人每月最多 500 分"):
        assert words in months, words
    for words in (
        "共 2 笔，80 分",
        "河边清洁志愿服务",
        "更正一次漏记的公交",
        "更正差错",
        "30 分",
        "2026年11月23日",
    ):
        assert words in page, words
    for secret in ("骑行的老伍", "签到表", "还没有人同意的申请", "工作人员", f"/{resident.pk}/"):
        assert secret not in page.partition("<footer")[0], secret


def test_the_open_data_of_grants_never_says_to_whom(client):
    resident = make_resident(nickname="骑行的老伍")
    first, second = granted(resident, 50), granted(resident, 30)
    granted(points=20, now=OCTOBER)

    answer = client.get("/api/v1/open/grants?month=2026-11")

    assert answer.json() == {
        "month": "2026-11",
        "count": 2,
        "points": 80,
        "items": [
            {
                "id": grant.pk,
                "granted_on": "2026-11-23",
                "points": grant.points,
                "ground": "service",
                "ground_label": "志愿服务",
                "reason": "河边清洁志愿服务",
            }
            for grant in (second, first)
        ],
        "next_cursor": None,
    }
    assert client.get("/api/v1/open/grants?month=2027-01").json()["items"] == []


@pytest.mark.parametrize("month", ["2026-13", "2026", "x", "0001-01", "9999-12", "２０２６-11", "2026-1"])
def test_a_month_that_is_none_is_not_found(client, month):
    assert client.get(f"/grants/{month}/").status_code == 404
    assert client.get("/api/v1/open/grants", {"month": month}).status_code == 404


def test_without_anything_the_pages_stand(client):
    assert "还没有人工发放" in client.get("/grants/").content.decode()
    assert "这个月没有人工发放" in client.get("/grants/2026-11/").content.decode()
    assert "还没有改过" in client.get("/rules/").content.decode()
    assert 'href="/rules/"' in client.get("/methods/").content.decode()


@pytest.mark.parametrize("rows", [1, 4])
def test_the_pages_take_a_fixed_number_of_queries(client, rows, django_assert_num_queries):
    make_action()
    make_line()
    publish("budget", "city:2026-12", {"points": 900})
    for number in range(rows):
        granted(points=10, now=NOW - timedelta(days=31 * number))
        granted(points=10)
        reward = make_reward(price=0)
        publish("reward", str(reward.pk), {"price": 80, "per_person": 1, "per_period": "month"})
        share = {"self_share": f"0.{number + 1}"}
        publish("action", "TR-BUS", share, valid_from=TOMORROW + timedelta(days=number))

    for url, queries in (
        # What holds in the city; how many versions, these, those before them; names of three kinds.
        ("/rules/", 7),
        # The cap; the months.
        ("/grants/", 2),
        # How many, the page, the sum.
        ("/grants/2026-11/", 3),
        ("/api/v1/open/policies", 1),
        ("/api/v1/open/grants?month=2026-11", 2),
    ):
        with django_assert_num_queries(queries, info=url):
            assert client.get(url).status_code == 200
