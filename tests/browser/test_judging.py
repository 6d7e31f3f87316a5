"""Jurors and chairs in a real browser: a first work in four taps, a broken line, a phone and a desk."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desks import signed_in
from tests.machinery.browser import Visitor, follow
from tests.machinery.site_process import SiteProcess

pytestmark = pytest.mark.browser
SETUP = "from tests.browser.contest_setup import contest_in_judging as make; print(make({}).pk)"


@pytest.fixture
def panel(
    visit: Callable[..., Visitor], sms: Callable[[str], str], live_site: SiteProcess
) -> Callable[..., tuple[Visitor, int]]:
    """Seats somebody on a panel: panel(phone, width=375, role="juror", …); their browser, the contest."""

    def seat(phone: str, *, width: int = 375, **options: object) -> tuple[Visitor, int]:
        # The account is made by the first sign-in; the same cookies serve the visitor below.
        visitor = signed_in(visit, sms, phone, width=width)
        words = ", ".join([repr(phone), *(f"{name}={value!r}" for name, value in options.items())])
        done = live_site.manage("shell", "-c", SETUP.format(words))
        assert done.returncode == 0, done.stderr
        number = int(done.stdout.split()[-1])
        return visitor, number

    return seat


def saved(page: Page) -> None:
    """What was given has reached the server."""
    expect(page.locator("[data-kept-status]")).to_contain_text("已保存")


@pytest.mark.parametrize(("width", "phone"), [(375, "13700000641"), (1280, "13700000642")])
def test_the_first_work_is_scored_and_locked_with_four_taps(
    panel: Callable[..., tuple[Visitor, int]], width: int, phone: str
) -> None:
    visitor, _ = panel(phone, width=width)
    page = visitor.open("/jury/")
    assert (visitor.overflow(), visitor.violations()) == (0, [])

    follow(page.get_by_role("link", name="开始评 001"))
    page.locator(".ly-jury__begin").get_by_role("button", name="良", exact=True).click()
    saved(page)
    assert (visitor.overflow(), visitor.violations()) == (0, [])
    follow(page.get_by_role("button", name="锁定这一件"))
    assert (visitor.overflow(), visitor.violations()) == (0, [])
    follow(page.get_by_role("button", name="确认锁定"))

    expect(page.locator("main")).to_contain_text("001 已锁定")
    expect(page.get_by_role("heading", level=1)).to_have_text("002")


def test_points_by_slider_keyboard_and_quick_button_are_the_same_points(
    panel: Callable[..., tuple[Visitor, int]],
) -> None:
    visitor, number = panel("13700000643", width=1280)
    page = visitor.open("/jury/")
    follow(page.get_by_role("link", name="开始评 001"))

    page.get_by_label("1.1 给分滑块").focus()
    page.keyboard.press("End")
    expect(page.locator("[id='p-1.1']")).to_have_value("60")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[id='p-1.1']")).to_have_value("59.5")
    page.locator("[id='p-1.2']").focus()
    page.keyboard.type("20")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[id='p-1.2']")).to_have_value("20.5")
    expect(page.get_by_label("1.2 给分滑块")).to_have_value("20.5")
    page.get_by_role("button", name="2.1 中，6分").click()
    expect(page.locator("[data-sum]")).to_have_text("86")
    saved(page)
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("002")

    page = visitor.open(f"/jury/{number}/summary/")
    cells = page.get_by_role("row", name="001").get_by_role("cell")
    expect(cells).to_have_text(["59.5", "20.5", "6", "86", "锁定"])
    assert (visitor.overflow(), visitor.violations()) == (0, [])


def test_nothing_is_lost_when_the_line_breaks_in_the_middle(
    panel: Callable[..., tuple[Visitor, int]],
) -> None:
    visitor, _ = panel("13700000644")
    page = visitor.open("/jury/")
    follow(page.get_by_role("link", name="开始评 001"))
    address = page.url

    visitor.context.set_offline(True)
    page.locator("[id='p-1.1']").fill("42.5")
    page.locator("[id='c-1.1']").fill("缺上半年的记录")
    expect(page.locator("[data-kept-status]")).to_contain_text("留在这台设备上")
    visitor.context.set_offline(False)
    saved(page)
    page.goto(address)
    expect(page.locator("[id='p-1.1']")).to_have_value("42.5")

    # The browser is closed before the line is back.
    visitor.context.set_offline(True)
    page.locator("[id='p-1.2']").fill("28")
    expect(page.locator("[data-kept-status]")).to_contain_text("留在这台设备上")
    page.close()
    visitor.context.set_offline(False)
    visitor.page = visitor.context.new_page()
    page = visitor.open(address.removeprefix(visitor.base_url))
    expect(page.locator("[id='p-1.2']")).to_have_value("28")
    saved(page)
    expect(page.locator("[id='c-1.1']")).to_have_value("缺上半年的记录")
    page.reload()
    expect(page.locator("[data-given]")).to_have_text("2")


def test_two_windows_of_one_juror_do_not_overwrite_each_other(
    panel: Callable[..., tuple[Visitor, int]],
) -> None:
    visitor, _ = panel("13700000645")
    page = visitor.open("/jury/")
    follow(page.get_by_role("link", name="开始评 001"))
    other = visitor.context.new_page()
    other.goto(page.url)
    page.locator("[id='p-1.1']").fill("50")
    saved(page)

    other.locator("[id='p-1.1']").fill("10")
    expect(other.locator("[data-kept-status]")).to_contain_text("在别处保存过")
    other.reload()

    expect(other.locator("[id='p-1.1']")).to_have_value("50")
    other.get_by_role("button", name="用这台设备上的").click()
    saved(other)
    expect(other.locator("[id='p-1.1']")).to_have_value("10")


@pytest.mark.parametrize(("width", "phone"), [(375, "13700000646"), (1280, "13700000647")])
def test_the_chair_sees_where_jurors_are_apart(
    panel: Callable[..., tuple[Visitor, int]], width: int, phone: str
) -> None:
    visitor, number = panel(phone, width=width, role="chair", others=4, marked=True)

    page = visitor.open(f"/jury/{number}/chair/")

    expect(page.get_by_text("离群", exact=True).first).to_be_visible()
    assert "小学" not in page.locator("main").inner_text()
    assert (visitor.overflow(), visitor.violations()) == (0, [])
    follow(page.get_by_role("link", name="重新打开").first)
    page.get_by_label("原因").fill("请核对1.1")
    follow(page.get_by_role("button", name="重新打开"))
    follow(page.get_by_role("link", name="评审日志"))
    expect(page.locator("main")).to_contain_text("请核对1.1")
    assert (visitor.overflow(), visitor.violations()) == (0, [])
