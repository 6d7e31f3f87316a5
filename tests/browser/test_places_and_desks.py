"""A scan at a place, and a helper who records for somebody without a phone."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.pages import look
from tests.browser.residents import enter_phone_and_code, sign_in
from tests.machinery.browser import Visitor
from tests.machinery.site_process import SiteProcess

pytestmark = pytest.mark.browser
HELPER = "13800138102"
DESK = "/org/demo-desk/"


def told(site: SiteProcess, expression: str) -> str:
    """What the site's own code says."""
    words = (
        "from carbon_points.models import Place;"
        "from carbon_points.selectors import places;"
        "from core import clock;"
        f"print('TOLD', {expression})"
    )
    return str(re.findall(r"TOLD (\S+)", site.manage("shell", "-c", words).stdout)[0])


@pytest.fixture(scope="module")
def static_place(live_site: SiteProcess) -> str:
    """The address of a code on paper."""
    return told(live_site, "'/q/' + Place.objects.filter(kind='static').earliest('pk').code + '/'")


@pytest.fixture(scope="module")
def screen(live_site: SiteProcess) -> str:
    """The address of the demo's screen."""
    return told(live_site, "places.screen_path(Place.objects.get(kind='rotating'))")


def scanned(site: SiteProcess, screen: str) -> str:
    """What a phone reads off the screen now."""
    _, _, code, _, signature, _ = screen.split("/")
    page = f"places.screen_page('{code}', signature='{signature}', now=clock.now())"
    parts = urlsplit(told(site, f"{page}.address"))
    return f"{parts.path}?{parts.query}"


def test_a_scan_is_one_tap_for_who_is_signed_in(
    visit: Callable[..., Visitor], sms: Callable[[str], str], static_place: str
) -> None:
    visitor = visit()
    sign_in(visitor, sms, phone="13700000201")
    page = visitor.open(static_place)

    page.get_by_role("button", name="记下来").click()

    expect(page.locator("#log-result")).to_contain_text("记好了：乘公交")
    # What it says is there already: the second answer counts.
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="记下来").click()
    expect(page.locator("#log-result")).to_contain_text("记好了：乘公交")
    expect(visitor.open("/me/points/").locator(".ly-row__what")).to_have_count(1)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_guest_scans_the_screen_and_signs_in(
    visit: Callable[..., Visitor],
    sms: Callable[[str], str],
    live_site: SiteProcess,
    screen: str,
    javascript: bool,
) -> None:
    visitor = visit(javascript=javascript)
    page = visitor.open(scanned(live_site, screen))
    page.get_by_role("button", name="记下来").click()
    enter_phone_and_code(page, sms, phone=f"1370000020{2 + int(javascript)}")

    expect(visitor.open("/me/points/").locator(".ly-row__what")).to_have_count(1)


def test_a_helper_records_for_somebody_without_a_phone(
    visit: Callable[..., Visitor], sms: Callable[[str], str]
) -> None:
    visitor = visit()
    sign_in(visitor, sms, phone=HELPER)
    page = visitor.open(f"{DESK}people/")
    page.get_by_role("link", name=re.compile("记一件.*楼下刘奶奶")).click()
    page.get_by_label("做了什么").select_option(label="自带购物袋（次）")
    page.get_by_role("button", name="本人同意，记下来").click()

    expect(page.locator("main")).to_contain_text("帮楼下刘奶奶记好了")
    expect(page.locator(".ly-row__what")).to_contain_text("楼下刘奶奶：自带购物袋")
    pages = ["", "record/", "people/", "people/several/", "counters/"]
    assert look(visitor, [f"{DESK}{path}" for path in pages]) == []


@pytest.mark.parametrize("width", [320, 375, 1280])
@pytest.mark.parametrize("mode", ["normal", "care"])
def test_places_fit_and_have_no_barrier(
    visit: Callable[..., Visitor], static_place: str, screen: str, width: int, mode: str
) -> None:
    assert look(visit(width=width, mode=mode), [static_place, screen]) == []
