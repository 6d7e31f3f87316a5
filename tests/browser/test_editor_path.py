"""A new editor's path, every click counted: from a Word file to the first review, and a scheduled article."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from content import demo
from tests.content.word_files import FILES
from tests.machinery.browser import Visitor

pytestmark = pytest.mark.browser


class Hand:
    """Clicks and counts."""

    def __init__(self) -> None:
        self.clicks = 0

    def click(self, what: Locator) -> None:
        """One click."""
        what.click()
        self.clicks += 1

    def hand_in(self, page: Page) -> None:
        """Open the menu of what to do with the text, and hand it in."""
        self.click(page.locator("[data-w-dropdown-target=toggle]").last)
        self.click(page.locator("button[name=action-submit]"))


@pytest.fixture
def office(visit: Callable[..., Visitor]) -> Page:
    """An editor at the admin's front page."""
    page = visit(width=1280).open("/cms/login/?next=/cms/")
    page.locator("[name=username]").fill("demo-editor")
    page.locator("[name=password]").fill(demo.PASSWORD)
    page.locator("button[type=submit]").click()
    page.wait_for_url("**/cms/")
    return page


def test_a_word_file_is_handed_in_with_at_most_eight_clicks(office: Page) -> None:
    hand = Hand()
    file = {"name": "通知.docx", "mimeType": "application/octet-stream", "buffer": FILES["notice"]()}
    hand.click(office.get_by_role("link", name="从 Word 新建").first)
    with office.expect_file_chooser() as chooser:
        hand.click(office.get_by_label("Word 文件（.docx）"))
    chooser.value.set_files(file)
    hand.click(office.get_by_role("button", name="做成草稿"))
    expect(office.locator("body")).to_contain_text("从“通知.docx”导入的报告")
    hand.click(office.locator("[name=summary]"))
    office.keyboard.type("节能宣传周怎么参加。")
    hand.hand_in(office)
    expect(office.locator("body")).to_contain_text("已经提交进行审核")
    assert hand.clicks <= 8


def test_an_article_is_written_scheduled_and_handed_in_with_at_most_twelve_clicks(office: Page) -> None:
    hand = Hand()
    hand.click(office.get_by_role("link", name="新建资讯").first)
    hand.click(office.locator("[name=title]"))
    office.keyboard.type("周末骑行一起去")
    hand.click(office.locator("[name=summary]"))
    office.keyboard.type("周末骑行怎么参加。")
    hand.click(office.locator("[data-side-panel-toggle=status]").first)
    hand.click(office.locator("[data-a11y-dialog-show=schedule-publishing-dialog]").first)
    # A calendar opens a moment after its field is entered and closes when it is left: each is awaited.
    calendar = office.locator(".xdsoft_datetimepicker:visible")
    hand.click(office.locator("[name=go_live_at]"))
    expect(calendar).to_have_count(1)
    office.keyboard.type("2027-01-05 09:00")
    office.keyboard.press("Tab")
    expect(office.locator("[name=expire_at]")).to_be_focused()
    expect(calendar).to_have_count(1)
    office.keyboard.press("Tab")
    expect(calendar).to_have_count(0)
    with office.expect_navigation():
        hand.click(office.locator("#schedule-publishing-dialog").get_by_role("button", name="保存计划"))
    hand.hand_in(office)

    expect(office.locator("body")).to_contain_text("已经提交进行审核")
    row = office.get_by_role("row").filter(has_text="周末骑行一起去")
    expect(row).to_be_visible()
    assert hand.clicks <= 12
