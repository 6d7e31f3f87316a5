"""Titles and works on a phone and on a desk: nothing sideways, nothing for axe, likes by a tap."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.residents import sign_in
from tests.machinery.browser import Visitor
from tests.machinery.site_process import SiteProcess
from tests.media.pictures import photo

pytestmark = pytest.mark.browser


def made(live_site: SiteProcess) -> list[str]:
    """A title, its code, its contest, a contest of works, the code of a withdrawn title."""
    said = live_site.manage("shell", "-c", "import tests.browser.titles_data").stdout
    return re.findall(r"TITLE (.*)", said)[0].split()


def test_a_holder_keeps_papers_hands_in_and_likes(
    visit: Callable[..., Visitor], sms: Callable[[str], str], live_site: SiteProcess, tmp_path: Path
) -> None:
    visitor = visit()
    sign_in(visitor, sms, phone="13700000331")
    title, code, _, works, withdrawn = made(live_site)
    paths = {
        "title": f"/contests/titles/{title}/",
        "mine": "/me/titles/",
        "register": "/titles/",
        "verify": f"/titles/{code}/",
        "withdrawn": f"/titles/{withdrawn}/",
        "recheck": f"/contests/titles/{title}/recheck/",
        "sheet": f"/contests/titles/{title}/sheet/",
        "print": f"/contests/titles/{title}/print/plaque/",
        "works": f"/contests/{works}/works/",
    }
    for width in (320, 375, 1280):
        visitor.page.set_viewport_size({"width": width, "height": 800})
        for name, path in paths.items():
            visitor.open(path)
            assert visitor.overflow() == 0, (name, width)
            assert visitor.violations() == [], (name, width)

    visitor.page.set_viewport_size({"width": 375, "height": 800})
    page = visitor.open(paths["recheck"])
    picture = tmp_path / "a.jpg"
    picture.write_bytes(photo(77))
    page.locator("input[type=file]").set_input_files(picture)
    page.get_by_role("button", name="交这张照片").click()
    expect(page.get_by_role("img", name="复核照片 1")).to_be_visible()
    page.locator("textarea[name=words]").fill("一年里塑料袋少用了一半。")
    page.get_by_role("button", name="提交复核").click()
    expect(page.locator("main")).to_contain_text("待复核")

    page = visitor.open(paths["works"])
    page.get_by_role("button", name="喜欢旧瓶新花之1").click()
    expect(page.get_by_role("button", name="喜欢旧瓶新花之1")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="喜欢旧瓶新花之1").click()
    expect(page.get_by_role("button", name="喜欢旧瓶新花之1")).to_have_attribute("aria-pressed", "false")
