"""The editorial office in a browser: three people publish, the front page shows what waits."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from content import demo
from tests.machinery.browser import Visitor, follow

pytestmark = pytest.mark.browser
TITLE = "低碳出行周活动预告"


def staff(visit: Callable[..., Visitor], username: str, width: int = 1280) -> Visitor:
    """Somebody of the staff at the admin's front page."""
    visitor = visit(width=width)
    page = visitor.open("/cms/login/")
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(demo.PASSWORD)
    page.locator("button[type=submit]").click()
    page.wait_for_url("**/cms/")
    return visitor


def own_violations(visitor: Visitor, path: str) -> list[str]:
    """What axe finds on a screen of ours and not on Wagtail's own screen of the account."""
    visitor.open("/cms/account/")
    wagtails = set(visitor.violations())
    visitor.open(path)
    return [line for line in visitor.violations() if line not in wagtails]


def approve(visitor: Visitor) -> Page:
    """From the front page to the decision: three clicks."""
    page = visitor.page
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("button", name="通过").click()
    page.wait_for_url("**/cms/manuscripts/")
    return page


def test_three_people_publish_in_three_clicks_each(visit: Callable[..., Visitor]) -> None:
    for number in (1, 2, 3):
        page = approve(staff(visit, f"demo-review{number}"))
        expect(page.locator(".messages")).to_contain_text("已通过" if number < 3 else "三审都已通过")
        expect(page.get_by_role("link", name=TITLE)).to_have_count(0)

    page = staff(visit, "demo-review3").open("/cms/published/?q=" + TITLE)
    expect(page.locator("main")).to_contain_text(TITLE)


def test_the_front_page_says_what_came_back_and_why(visit: Callable[..., Visitor]) -> None:
    page = staff(visit, "demo-editor").page
    expect(page.get_by_text("一审退回：第二段的用电量没有出处，请补上来源再送。")).to_be_visible()
    expect(page.get_by_role("link", name="新建指南")).to_be_visible()


def test_our_screens_add_nothing_that_axe_objects_to(visit: Callable[..., Visitor]) -> None:
    screens = {
        "demo-editor": ["/cms/"],
        "demo-review1": ["/cms/", "/cms/manuscripts/"],
        "demo-review3": ["/cms/", "/cms/manuscripts/", "/cms/published/"],
        "demo-service": ["/cms/"],
    }
    for username, paths in screens.items():
        visitor = staff(visit, username)
        for path in paths:
            assert own_violations(visitor, path) == [], (username, path)


def test_one_text_and_its_taking_down_are_fit_for_a_phone(visit: Callable[..., Visitor]) -> None:
    reviewer = staff(visit, "demo-review3", width=375)
    follow(reviewer.page.get_by_role("link", name="冬季用电提示").first)
    path = reviewer.page.url.removeprefix(reviewer.base_url)
    assert own_violations(reviewer, path) == []
    assert reviewer.overflow() == 0

    follow(reviewer.open("/cms/published/").get_by_role("main").get_by_role("link", name="撤下：").first)
    path = reviewer.page.url.removeprefix(reviewer.base_url)
    assert own_violations(reviewer, path) == []
    assert reviewer.overflow() == 0
