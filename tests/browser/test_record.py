"""Recording an action in a real browser: taps, exactly once, undo, without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.residents import enter_phone_and_code, sign_in
from tests.machinery.browser import Visitor

pytestmark = pytest.mark.browser


def tile(page: Page, name: str) -> Locator:
    return page.locator(".ly-tap", has_text=name)


def recorded(visitor: Visitor) -> list[str]:
    """The names of what this resident has recorded, newest first."""
    page = visitor.open("/me/points/")
    rows = page.locator(".ly-row:has(.ly-row__what)")
    return [text.split()[0] for text in rows.locator(".ly-row__what").all_inner_texts()]


@pytest.mark.parametrize("javascript", [True, False])
def test_the_first_log_ever_takes_three_taps(
    visit: Callable[..., Visitor], sms: Callable[[str], str], javascript: bool
) -> None:
    visitor = visit(javascript=javascript)
    page = visitor.open("/")
    taps = 1
    tile(page, "乘公交").click()
    expect(page.get_by_text("登录后为您记录")).to_be_visible()
    taps += enter_phone_and_code(page, sms, phone=f"1370000000{int(javascript)}")

    assert taps <= 3
    expect(page.locator("main")).to_contain_text("记好了：乘公交")
    assert recorded(visitor) == ["乘公交"]

    # The way back and the continuation address do not record it again.
    visitor.open("/accounts/continue/")
    assert recorded(visitor) == ["乘公交"]


def test_a_returning_resident_records_with_one_tap_and_can_take_it_back(
    visit: Callable[..., Visitor], sms: Callable[[str], str]
) -> None:
    visitor = visit()
    sign_in(visitor, sms, phone="13700000011")
    page = visitor.open("/")
    tile(page, "自带购物袋").click()

    done = page.locator("#log-result")
    expect(done).to_contain_text("记好了")
    expect(done).to_contain_text("估算")
    assert recorded(visitor) == ["自带购物袋"]

    page.get_by_role("button", name="撤销").first.click()
    expect(page.locator("main")).to_contain_text("已撤销")


def test_a_double_tap_records_once(visit: Callable[..., Visitor], sms: Callable[[str], str]) -> None:
    visitor = visit()
    sign_in(visitor, sms, phone="13700000012")
    page = visitor.open("/")
    tile(page, "光盘").dblclick()
    expect(page.locator("#log-result")).to_contain_text("记好了")

    assert recorded(visitor) == ["光盘行动"]


@pytest.mark.parametrize("javascript", [True, False])
def test_an_amount_is_chosen_and_recorded(
    visit: Callable[..., Visitor], sms: Callable[[str], str], javascript: bool
) -> None:
    visitor = visit(javascript=javascript)
    sign_in(visitor, sms, phone=f"1370000002{int(javascript)}")
    page = visitor.open("/log/?action=TR-BIKE")
    page.locator("label", has_text="5").first.click()
    page.get_by_role("button", name="记下来").click()

    expect(page.locator("main")).to_contain_text("记好了：骑自行车")
    assert recorded(visitor) == ["骑自行车"]


def test_a_refusal_says_why_and_records_nothing(
    visit: Callable[..., Visitor], sms: Callable[[str], str]
) -> None:
    visitor = visit()
    sign_in(visitor, sms, phone="13700000031")
    page = visitor.open("/log/?action=TR-BIKE")
    page.get_by_label("或者自己填").fill("9999")
    page.get_by_role("button", name="记下来").click()

    expect(page.locator("main")).to_contain_text("一次最多记20")
    assert recorded(visitor) == []
