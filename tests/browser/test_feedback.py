"""The desk in a real browser: a guest without JavaScript hands in and looks it up; no page has a barrier."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.pages import look
from tests.machinery.browser import Visitor
from tests.machinery.site_process import SiteProcess

pytestmark = pytest.mark.browser


def test_a_guest_without_javascript_hands_in_and_looks_it_up(
    live_site: SiteProcess, chromium: Browser
) -> None:
    first = chromium.new_context(java_script_enabled=False, base_url=live_site.url)
    page = first.new_page()
    page.goto("/plan/")
    page.locator("footer").get_by_role("link", name="我为网站找错").click()
    expect(page.get_by_text("您说的是页面")).to_be_visible()
    page.get_by_label("要说的话").fill("方案页的第二段有错字")
    page.get_by_role("button", name="提交").click()
    number = page.locator(".ly-ticket__number").inner_text()
    code = page.locator(".ly-ticket__code").inner_text()
    assert re.fullmatch(r"TS-\d{8}-\w{6}", number)
    first.close()

    second = chromium.new_context(java_script_enabled=False, base_url=live_site.url)
    page = second.new_page()
    page.goto("/feedback/lookup/")
    page.get_by_label("编号").fill(number)
    page.get_by_label("6位查询码").fill(code)
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_text("方案页的第二段有错字")).to_be_visible()
    second.close()


@pytest.mark.parametrize(("width", "mode"), [(320, "normal"), (375, "care"), (1280, "normal")])
def test_no_page_of_the_desk_has_a_barrier(visit: Callable[..., Visitor], width: int, mode: str) -> None:
    visitor = visit(width=width, mode=mode)
    page = visitor.open("/feedback/?about=/plan/&topic=plan")
    page.get_by_label("要说的话").fill("长" * 300)
    page.get_by_role("button", name="提交").click()
    assert visitor.violations() == []
    assert visitor.overflow() == 0

    assert look(visitor, ["/feedback/?about=/log/", "/feedback/lookup/", "/feedback/statistics/"]) == []
