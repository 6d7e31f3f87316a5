"""Editors' own screens in the admin: no barrier, nothing cut off; a picture comes in with its facts."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from content import demo
from content.reports.tables import REPORTS
from tests.browser.pages import look
from tests.machinery.browser import Visitor
from tests.media.pictures import photo

pytestmark = pytest.mark.browser


def as_editor(visitor: Visitor) -> Page:
    """An editor on the admin's front page."""
    page = visitor.open("/cms/login/")
    page.locator("[name=username]").fill("demo-editor")
    page.locator("[name=password]").fill(demo.PASSWORD)
    page.locator("button[type=submit]").click()
    page.wait_for_url("**/cms/")
    return page


@pytest.mark.parametrize("width", [375, 1280])
def test_reports_and_handbook_have_no_barrier(visit: Callable[..., Visitor], width: int) -> None:
    visitor = visit(width=width)
    as_editor(visitor)

    paths = ["/cms/content-reports/", *(f"/cms/content-reports/{slug}/" for slug in REPORTS)]

    assert look(visitor, [*paths, "/cms/handbook/", "/cms/handbook/what-goes-where/"]) == []


def test_a_picture_comes_in_when_its_facts_are_there(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    file = tmp_path / "bus.jpg"
    file.write_bytes(photo(815))
    page = as_editor(visit(width=1280))
    page.goto(page.url + "images/multiple/add/")
    page.set_input_files("#fileupload", file)
    form = page.locator("#upload-list form")
    form.locator("button[type=submit]").click()
    expect(form).to_contain_text("请选择画面中有没有人、是否同意公开。")

    form.locator("[name$=description]").fill("居民在公交站等车")
    form.locator("[name$=rights_holder]").fill("市融媒体中心")
    form.locator("[name$=licence]").fill("本单位拍摄")
    form.locator("[name$=people][value=distant]").check()
    form.locator("button[type=submit]").click()
    expect(page.locator(".messages, [data-w-messages-target]").first).to_contain_text("图片已更新")
