"""Rewards over HTTP: what is open to all, what is one's own, what a desk may do."""

import json
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import User
from accounts.services.family import keep_person
from carbon_points.models import Account, Donation, Voucher, WrongCode
from carbon_points.services import rewards
from carbon_points.voucher_codes import code_of
from core.models import StoredAnswer
from core.text import harmless
from tests.carbon_points.ledger_world import NOW, TODAY, make_resident
from tests.carbon_points.reward_world import give_points, make_desk, make_reward, make_saver, state, take

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_that_day(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def post(client: Client, url: str, body: dict[str, Any] | None = None, key: str = "") -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(
        f"/api/v1{url}", json.dumps(body or {}), content_type="application/json", headers=headers
    )


def refused(answer: Any, status: int, code: str) -> None:
    assert (answer.status_code, answer.headers["Content-Type"].split(";")[0]) == (
        status,
        "application/problem+json",
    )
    assert answer.json()["code"] == code


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_the_catalogue_of_rewards_is_open_to_all(client):
    reward = make_reward(price=30, stock=2, detail="到服务台领取")
    make_reward(stock=0)
    make_reward(state="draft", is_example=True)
    make_reward(state="draft")
    make_reward(state="closed")

    items = client.get("/api/v1/rewards").json()["items"]

    assert [item["state"] for item in items] == ["open", "sold_out", "reward_closed"]
    assert items[0] == {
        "id": reward.pk,
        "name": reward.name,
        "summary": "坐一次公交",
        "detail": "到服务台领取",
        "icon": "",
        "provider": reward.provider.name,
        "place_note": "服务台",
        "area": "",
        "price": 30,
        "per_person": 99,
        "per_period": "month",
        "valid_days": 30,
        "stock_left": 2,
        "opens_on": "2026-01-01",
        "closes_on": None,
        "is_example": False,
        "state": "open",
        "why_not": "",
    }
    assert client.get(f"/api/v1/rewards/{reward.pk}").json() == items[0]
    refused(client.get("/api/v1/rewards/999999"), 404, "not_found")


def test_a_voucher_is_taken_shown_and_given_back(client):
    saver, reward = make_saver(100), make_reward(price=30)
    mine = browser(saver)
    refused(post(client, f"/rewards/{reward.pk}/redeem"), 401, "login_required")

    answer = post(mine, f"/rewards/{reward.pk}/redeem")

    voucher = Voucher.objects.get()
    assert answer.status_code == 201
    told = answer.json()["voucher"]
    assert told["code"] == code_of(voucher)
    assert (told["id"], told["price"], told["state"]) == (voucher.pk, 30, "issued")
    page = mine.get("/api/v1/me/vouchers").json()
    assert page == {"items": [told | {"code": ""}], "next_cursor": None}
    shown = mine.get(f"/api/v1/me/vouchers/{voucher.pk}")
    assert shown.json() == {"voucher": told}
    assert shown.headers["Cache-Control"] == "no-store"
    other = browser(make_resident())
    refused(other.get(f"/api/v1/me/vouchers/{voucher.pk}"), 404, "not_found")
    refused(post(other, f"/me/vouchers/{voucher.pk}/cancel"), 404, "not_found")

    back = post(mine, f"/me/vouchers/{voucher.pk}/cancel")

    assert (back.status_code, back.json()["voucher"]["state"]) == (200, "cancelled")
    assert mine.get(f"/api/v1/me/vouchers/{voucher.pk}").json()["voucher"]["code"] == ""
    refused(post(mine, f"/me/vouchers/{voucher.pk}/cancel"), 409, "voucher_returned")


def test_a_refused_redemption_changes_nothing():
    saver, reward = make_saver(20), make_reward(price=30)
    before = state()

    refused(post(browser(saver), f"/rewards/{reward.pk}/redeem"), 409, "not_enough_points")
    refused(post(browser(saver), "/rewards/999999/redeem"), 404, "not_found")
    refused(post(browser(saver), f"/rewards/{reward.pk}/redeem", {"price": 1}), 422, "invalid")

    assert state() == before


def test_a_keeper_redeems_for_whom_they_keep_and_for_nobody_else():
    keeper, stranger, reward = make_saver(100), make_saver(100), make_reward(price=30)
    granny = keep_person(keeper=keeper, nickname="外婆", age_band="adult", consented=True, channel="web")
    User.objects.filter(pk=granny.pk).update(joined_at=NOW - timedelta(days=30))
    give_points(granny, 50)
    url = f"/rewards/{reward.pk}/redeem"

    refused(post(browser(keeper), url, {"for_person": stranger.pk}), 404, "not_found")
    answer = post(browser(keeper), url, {"for_person": granny.pk})

    assert answer.status_code == 201, answer.content.decode()
    assert len(answer.json()["voucher"]["code"]) == 8
    assert [voucher.resident for voucher in Voucher.objects.all()] == [granny]


def test_the_code_is_kept_nowhere_in_clear():
    desk, member = make_desk()
    saver, reward = make_saver(100), make_reward(provider=desk)
    code = post(browser(saver), f"/rewards/{reward.pk}/redeem", key="one").json()["voucher"]["code"]
    post(browser(member), f"/vouchers/{code}/verify", key="two")

    out = StringIO()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            out.writelines(f"{table} {row}\n" for row in cursor.fetchall())

    assert StoredAnswer.objects.count() == 2
    assert [line for line in out.getvalue().splitlines() if code in line] == []


def test_the_same_key_takes_one_voucher_and_tells_its_code_again():
    saver, reward = make_saver(100), make_reward()
    mine = browser(saver)

    first, second = (post(mine, f"/rewards/{reward.pk}/redeem", key="tap") for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert "Idempotent-Replayed" in second.headers
    assert Voucher.objects.count() == 1


def test_a_desk_uses_a_voucher_and_takes_it_back():
    desk, member = make_desk()
    voucher = take(make_saver(100), make_reward(price=30, provider=desk))
    shop, url = browser(member), f"/vouchers/{code_of(voucher)}/verify"

    first, again = post(shop, url, key="scan"), post(shop, url, key="scan")

    assert first.content == again.content
    assert first.json()["voucher"] == {
        "id": voucher.pk,
        "reward": voucher.reward.name,
        "points": 30,
        "state": "redeemed",
        "redeemed_at": "2026-11-23T01:00:00Z",
        "take_back_until": "2026-11-23T01:05:00Z",
    }
    refused(post(shop, url), 409, "already_used")
    refused(post(shop, f"/vouchers/{voucher.pk}/unverify"), 422, "invalid")
    back = post(shop, f"/vouchers/{voucher.pk}/unverify", {"reason": "点错了"})
    assert (back.status_code, back.json()["voucher"]["state"]) == (200, "issued")
    refused(post(browser(make_resident()), url), 403, "not_at_this_desk")


def test_wrong_codes_count_although_they_are_refused():
    _, member = make_desk()
    shop = browser(member)

    answers = [post(shop, f"/vouchers/{number:08d}/verify", key=f"k{number}") for number in range(11)]

    assert [answer.status_code for answer in answers] == [404] * 10 + [429]
    assert WrongCode.objects.count() == 10


def test_points_are_given_to_a_cause_once():
    saver = make_saver(100)
    cause = rewards.open_cause(name="种树", summary="种一棵树", goal=1000)
    mine = browser(saver)

    first, again = (post(mine, f"/causes/{cause.pk}/donate", {"points": 40}, key="gift") for _ in range(2))

    assert (first.status_code, first.content) == (201, again.content)
    assert Donation.objects.get().points == 40
    assert mine.get("/api/v1/causes").json()["items"][0] | {"id": 0} == {
        "id": 0,
        "name": "种树",
        "summary": "种一棵树",
        "detail": "",
        "promise": "",
        "goal": 1000,
        "is_open": True,
        "points": 40,
    }
    before = state()
    refused(
        post(mine, f"/causes/{cause.pk}/donate", {"points": 1}, key="gift"), 422, "idempotency_key_reused"
    )
    refused(post(mine, f"/causes/{cause.pk}/donate", {"points": 61}), 409, "not_enough_points")
    refused(post(mine, f"/causes/{cause.pk}/donate", {"points": 0}), 422, "invalid")
    refused(post(mine, "/causes/999999/donate", {"points": 1}), 404, "not_found")
    cause.is_open = False
    cause.save()
    refused(post(mine, f"/causes/{cause.pk}/donate", {"points": 1}), 409, "cause_closed")
    assert state() == before


def test_the_budget_is_open_to_all(client):
    desk, member = make_desk()
    saver, reward = make_saver(200), make_reward(price=30, budget=1000, provider=desk)
    used, back, _ = (take(saver, reward) for _ in range(3))
    rewards.verify_voucher(member=member, code=code_of(used), now=NOW)
    rewards.cancel_voucher(resident=saver, voucher_id=back.pk, now=NOW)
    cause = rewards.open_cause(name="种树", summary="种一棵树")
    rewards.donate(resident=saver, cause_id=cause.pk, points=10, request_key="gift", now=NOW)

    answer = client.get("/api/v1/open/budget")

    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.json() | {"as_of": ""} == {
        "as_of": "",
        "points_held": 130,
        "points_waiting": 30,
        "liability": 160,
        "points_expired": 0,
        "months": [{"month": "2026-11", "settled": 30, "donated": 10}],
        "budgets": [
            {
                "line": reward.budget_line.code,
                "name": "测试预算",
                "funder": "测试单位",
                "month": "2026-11",
                "budget": 1000,
                "committed": 60,
                "redeemed": 30,
                "returned": 30,
            }
        ],
    }


@pytest.mark.parametrize("url", ["/api/v1/rewards", "/api/v1/causes"])
def test_open_lists_take_the_same_queries_however_long_they_are(client, url):
    def fill() -> None:
        make_reward()
        rewards.open_cause(name=f"种树{Account.objects.count()}", summary="种一棵树")

    fill()
    few = queries(client, url)
    for _ in range(4):
        fill()

    assert queries(client, url) == few == {"/api/v1/rewards": 2, "/api/v1/causes": 1}[url]


def test_a_reward_takes_two_queries_and_the_budget_five(client):
    reward = make_reward()
    assert queries(client, f"/api/v1/rewards/{reward.pk}") == 2
    for _ in range(3):
        make_reward()

    assert queries(client, f"/api/v1/rewards/{reward.pk}") == 2
    assert queries(client, "/api/v1/open/budget") == 6


def test_my_vouchers_take_the_same_queries_however_many_they_are():
    saver = make_saver(500)
    mine = browser(saver)
    first = take(saver, make_reward())
    one, detail = queries(mine, "/api/v1/me/vouchers"), queries(mine, f"/api/v1/me/vouchers/{first.pk}")
    for _ in range(4):
        take(saver, make_reward())

    # Session and person, then the list with its rewards.
    assert queries(mine, "/api/v1/me/vouchers") == one == 3
    assert queries(mine, f"/api/v1/me/vouchers/{first.pk}") == detail == 3


@pytest.mark.parametrize("payload", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " ＝1", "\u00a0=1", "a\n=1"])
def test_a_statement_is_a_spreadsheet_without_formulas(payload):
    desk, member = make_desk()
    reward = make_reward(price=30, provider=desk, name=payload)
    saver = make_saver(100)
    rewards.verify_voucher(member=member, code=code_of(take(saver, reward)), now=NOW)

    book = load_workbook(BytesIO(rewards.statement_xlsx(merchant=desk, month=TODAY)))

    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert rows[0][0] == f"{desk.name} 2026年11月 对账单"
    assert rows[2][3:] == [30, "2026-11-23 09:00:00"]
    assert rows[2][2] == harmless(payload)
    assert rows[3][:4] == ["合计", 1, None, 30]
    assert "f" not in {cell.data_type for row in book.active.iter_rows() for cell in row}
    assert saver.username not in str(rows)
