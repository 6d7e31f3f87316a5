"""A desk's statements month by month, and the public page of what rewards cost."""

import io
from datetime import timedelta

import openpyxl
import pytest
import time_machine

from accounts.services.organisations import add_member
from carbon_points.services import rewards
from carbon_points.voucher_codes import code_of
from tests.carbon_points.ledger_world import NOW, TODAY, make_resident
from tests.carbon_points.reward_world import make_desk, make_reward, make_saver, take

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def hand_over(desk, member, times=1, **values):
    """So many rewards used at a desk just now."""
    reward = make_reward(name="环保袋", price=30, provider=desk, stock=50)
    for _ in range(times):
        voucher = take(make_saver(100), reward)
        rewards.verify_voucher(member=member, code=code_of(voucher), now=NOW)
    return reward


@pytest.fixture
def counter(client):
    """The desk, and its member's browser."""
    desk, member = make_desk()
    client.force_login(member)
    return desk, member, client


def test_a_month_is_listed_with_its_sums_and_its_lines(counter):
    desk, member, browser = counter
    hand_over(desk, member, 2)

    months = browser.get(f"/m/{desk.pk}/statements/").content.decode()
    page = browser.get(f"/m/{desk.pk}/statements/2026-11/").content.decode()

    assert "2026年11月" in months
    assert "2 张，60 分" in months
    assert "未结算" in months
    assert page.count("2026年11月23日 09:00 · 券号") == 2
    assert "2 张，60 分" in page


def test_a_settled_month_says_when(counter):
    desk, member, browser = counter
    hand_over(desk, member)
    with time_machine.travel(NOW + timedelta(days=9)):
        rewards.close_month(merchant=desk, month=TODAY, by=None)
        months = browser.get(f"/m/{desk.pk}/statements/").content.decode()
        page = browser.get(f"/m/{desk.pk}/statements/2026-11/").content.decode()

    assert "已结算" in months
    assert "2026年12月2日 09:00结算：1 张，30 分。" in page


def test_a_month_comes_as_a_spreadsheet(counter):
    desk, member, browser = counter
    hand_over(desk, member)

    answer = browser.get(f"/m/{desk.pk}/statements/2026-11/xlsx/")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="statement-2026-11.xlsx"'
    assert "no-store" in answer.headers["Cache-Control"]
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)
    assert rows[2][2:4] == ("环保袋", 30)


def test_without_uses_the_pages_say_so(counter):
    desk, _, browser = counter

    assert "还没有对账单" in browser.get(f"/m/{desk.pk}/statements/").content.decode()
    assert "这个月没有核销" in browser.get(f"/m/{desk.pk}/statements/2026-10/").content.decode()


@pytest.mark.parametrize("month", ["2026-13", "2026-00", "1999-01", "x", "2026-1", "２０２６-11"])
def test_what_is_no_month_is_not_found(counter, month):
    desk, _, browser = counter

    assert browser.get(f"/m/{desk.pk}/statements/{month}/").status_code == 404
    assert browser.get(f"/m/{desk.pk}/statements/{month}/xlsx/").status_code == 404


def test_statements_are_for_the_desks_own_staff(counter, client):
    desk, member, _ = counter
    hand_over(desk, member)
    helper = make_resident()
    add_member(organisation=desk, user=helper, role="helper")
    paths = [f"/m/{desk.pk}/statements/{rest}" for rest in ("", "2026-11/", "2026-11/xlsx/")]

    for somebody, status in ((helper, 403), (make_desk()[1], 404), (make_resident(), 404)):
        client.force_login(somebody)
        assert [client.get(path).status_code for path in paths] == [status] * 3
    client.logout()
    assert [client.get(path).status_code for path in paths] == [302] * 3


@pytest.mark.parametrize("count", [1, 15])
def test_statements_take_the_same_queries_however_many(counter, django_assert_num_queries, count):
    desk, member, browser = counter
    hand_over(desk, member, count)

    # Session, user, place; the sums and settlements, or the lines, their vouchers and the settlement.
    with django_assert_num_queries(5):
        browser.get(f"/m/{desk.pk}/statements/")
    with django_assert_num_queries(6):
        browser.get(f"/m/{desk.pk}/statements/2026-11/")
    with django_assert_num_queries(5):
        browser.get(f"/m/{desk.pk}/statements/2026-11/xlsx/")


def test_the_budget_is_public(client):
    desk, member = make_desk()
    reward = hand_over(desk, member)
    take(make_saver(100), reward)

    page = client.get("/budget/")

    found = page.context["page"]
    assert (found.budget, found.committed, found.held, found.waiting) == (100_000, 60, 140, 30)
    text = page.content.decode()
    for words in ("10万 分", "已经兑换 60 分", "还有 170 分可以兑换", "测试单位", "2026年11月"):
        assert words in text


def test_a_budget_that_is_not_there_yet_is_said(client):
    assert "预算还没有公布" in client.get("/budget/").content.decode()


@pytest.mark.parametrize("count", [1, 15])
def test_the_budget_takes_the_same_queries_and_then_none(client, django_assert_num_queries, count):
    for _ in range(count):
        make_reward(price=30)

    with django_assert_num_queries(6):
        client.get("/budget/")
    with django_assert_num_queries(0):
        client.get("/budget/")
