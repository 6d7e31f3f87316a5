"""Rewards in a real browser at 375 px: taps counted, handed over once, given back, honest without a line."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.desks import SHOP, code_on, points, signed_in, take_reward
from tests.browser.pages import look
from tests.browser.residents import enter_phone_and_code
from tests.machinery.browser import Visitor, follow

pytestmark = pytest.mark.browser

REFILL = "洗衣液补充装"
NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)
Visit = Callable[..., Visitor]
Sms = Callable[[str], str]


@pytest.mark.parametrize(("javascript", "phone"), [(True, "13800138001"), (False, "13800138002")])
def test_home_to_voucher_takes_four_taps(visit: Visit, sms: Sms, javascript: bool, phone: str) -> None:
    visitor = signed_in(visit, sms, phone, javascript=javascript)
    page = visitor.open("/")
    taps = 0
    for role, name in (
        ("link", "积分能做什么"),
        ("link", REFILL),
        ("link", "用 50 分兑换"),
        ("button", "确认兑换"),
    ):
        follow(page.get_by_role(role, name=name).first)  # type: ignore[arg-type]
        taps += 1

    expect(page.locator(".ly-qr")).to_be_visible()
    assert len(code_on(page)) == 8
    assert taps <= 4


def test_a_typed_code_is_redeemed_in_three_taps_and_the_resident_sees_it_by_itself(
    visit: Visit, sms: Sms
) -> None:
    resident = signed_in(visit, sms, "13800138003")
    code = take_reward(resident, REFILL)
    desk = signed_in(visit, sms, SHOP)

    page = desk.open("/m/")
    follow(page.get_by_role("link", name="核销兑换码"))
    taps = 1
    for digit in code:
        page.locator(f".ly-key[data-key='{digit}']").click()
    follow(page.get_by_role("button", name="查看"))
    expect(page.locator("main")).to_contain_text(REFILL)
    page.get_by_role("button", name="确认核销").click()
    taps += 2

    expect(page.get_by_role("heading", level=1)).to_contain_text("已核销")
    assert taps <= 3
    # The voucher on the resident's screen asks every three seconds.
    expect(resident.page.locator("#voucher")).to_contain_text("已核销")
    expect(resident.page.locator(".ly-qr")).to_have_count(0)


def test_a_voucher_asks_only_while_it_is_looked_at(visit: Visit, sms: Sms) -> None:
    visitor = signed_in(visit, sms, "13800138001")
    page = visitor.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/state/" in request.url else None)
    # The page's clock stands still and is moved by hand: a slow machine asks neither more nor less.
    page.clock.install(time=NOON)
    page.clock.pause_at(NOON + timedelta(seconds=1))
    take_reward(visitor, REFILL)
    with page.expect_response("**/state/"):
        page.clock.run_for(4000)
    assert len(asked) == 1

    page.evaluate("Object.defineProperty(document, 'hidden', {value: true})")
    page.clock.run_for(40_000)
    # What it had asked would have been noticed before this.
    with page.expect_response("**/healthz"):
        page.evaluate("fetch('/healthz')")
    assert len(asked) == 1


@pytest.mark.parametrize(("javascript", "phone"), [(True, "13800138004"), (False, "13800138005")])
def test_a_scanned_code_is_redeemed_in_one_tap_once_and_can_be_taken_back(
    visit: Visit, sms: Sms, javascript: bool, phone: str
) -> None:
    code = take_reward(signed_in(visit, sms, phone), REFILL)
    desk = signed_in(visit, sms, SHOP, javascript=javascript)

    page = desk.open(f"/m/verify/?code={code}")
    page.get_by_role("button", name="确认核销").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("已核销")

    again = visit(javascript=javascript)
    again.context.add_cookies(desk.context.cookies())  # type: ignore[arg-type]
    expect(again.open(f"/m/verify/?code={code}").locator("main")).to_contain_text("已经在本店核销过")

    page.get_by_text("弄错了").click()
    page.get_by_label("点错了").check()
    follow(page.get_by_role("button", name="撤销核销"))
    expect(page.locator("main")).to_contain_text("已撤销核销")
    expect(desk.open(f"/m/verify/?code={code}").locator("main")).to_contain_text("确认核销")


def test_without_a_line_the_desk_says_that_nothing_was_used(visit: Visit, sms: Sms) -> None:
    code = take_reward(signed_in(visit, sms, "13800138006"), REFILL)
    desk = signed_in(visit, sms, SHOP)
    page = desk.open(f"/m/verify/?code={code}")

    desk.context.set_offline(True)
    page.get_by_role("button", name="确认核销").click()
    expect(page.locator("#use-answer")).to_contain_text("未核销，请重试")
    desk.context.set_offline(False)
    # A use happens and its answer is lost: the next tap leads to the same success and uses nothing more.
    page.route("**/m/verify/use/", lambda route: (route.fetch(), route.abort()))
    page.get_by_role("button", name="确认核销").click()
    expect(page.locator("#use-answer")).to_contain_text("未核销，请重试")
    page.unroute("**/m/verify/use/")
    page.get_by_role("button", name="确认核销").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("已核销")


@pytest.mark.parametrize(("javascript", "phone"), [(True, "13800138007"), (False, "13800138008")])
def test_giving_a_voucher_back_returns_the_points(
    visit: Visit, sms: Sms, javascript: bool, phone: str
) -> None:
    visitor = signed_in(visit, sms, phone, javascript=javascript)
    before = points(visitor)
    take_reward(visitor, REFILL)
    address = visitor.page.url.removeprefix(visitor.base_url)
    assert points(visitor) == before - 50

    page = visitor.open(address)
    follow(page.get_by_role("link", name="退回"))
    follow(page.get_by_role("button", name="退回"))

    expect(page.locator("main")).to_contain_text("已退回，50分回到了您的账户")
    expect(page.locator(".ly-qr")).to_have_count(0)
    assert points(visitor) == before


def test_a_double_tap_redeems_once(visit: Visit, sms: Sms) -> None:
    visitor = signed_in(visit, sms, "13800138003")
    before = points(visitor)
    page = visitor.open("/rewards/")
    follow(page.get_by_role("link", name="公交乘车券"))
    follow(page.get_by_role("link", name="用 60 分兑换"))
    page.get_by_role("button", name="确认兑换").dblclick()

    expect(page.locator(".ly-qr")).to_be_visible()
    assert points(visitor) == before - 60


def test_a_guest_redeems_after_signing_in_once(visit: Visit, sms: Sms) -> None:
    visitor = visit()
    page = visitor.open("/rewards/")
    follow(page.get_by_role("link", name="油茶苗"))
    follow(page.get_by_role("link", name="用 80 分兑换"))
    follow(page.get_by_role("button", name="确认兑换"))
    expect(page.get_by_text("兑换油茶苗1株（80分）")).to_be_visible()
    enter_phone_and_code(page, sms, phone="13700000091")

    # A new account waits some days, has no points, and is told so where the reward is.
    expect(page.locator("main")).to_contain_text("新账号满")
    assert visitor.open("/me/vouchers/").locator("main").get_by_text("还没有兑换码").count() == 1


@pytest.mark.parametrize("mode", ["normal", "care"])
@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_every_page_of_rewards_fits_and_has_no_barrier(visit: Visit, sms: Sms, width: int, mode: str) -> None:
    resident = signed_in(visit, sms, "13800138002", width=width, mode=mode)
    listed = resident.open("/me/vouchers/").locator(".ly-linkcard").first.get_attribute("href")
    mine = [
        "/rewards/",
        "/rewards/1/",
        "/rewards/5/",
        "/rewards/4/redeem/",
        "/causes/",
        "/causes/1/",
        "/budget/",
    ]
    mine += ["/me/vouchers/", f"{listed}", f"{listed}cancel/", "/me/gifts/", "/me/points/?kind=ledger", "/m/"]
    desk = signed_in(visit, sms, SHOP, width=width, mode=mode)
    home = desk.open("/m/").url.removeprefix(desk.base_url)
    books = [home, f"{home}?period=month", f"{home}rewards/", f"{home}rewards/4/", f"{home}statements/"]

    assert look(resident, mine) == []
    assert look(desk, [*books, "/m/verify/"]) == []


def test_rewards_have_no_barrier_in_the_dark(visit: Visit, sms: Sms) -> None:
    resident = signed_in(visit, sms, "13800138002")
    desk = signed_in(visit, sms, SHOP)
    code = take_reward(resident, REFILL)
    for visitor in (resident, desk):
        visitor.page.emulate_media(color_scheme="dark")
    address = resident.page.url.removeprefix(resident.base_url)

    assert look(resident, ["/rewards/", "/rewards/4/", address, "/causes/1/", "/budget/"]) == []
    assert look(desk, ["/m/", "/m/verify/", f"/m/verify/?code={code}"]) == []
    desk.page.get_by_role("button", name="确认核销").click()
    expect(desk.page.locator("[data-used]")).to_be_visible()
    assert (desk.overflow(), desk.violations()) == (0, [])
    resident.open(address)
    assert (resident.overflow(), resident.violations()) == (0, [])
