"""The front page, on every screen and in both reading modes."""

import gzip
from collections.abc import Callable

import httpx
import pytest

from tests.machinery.browser import MODES, WIDTHS, Visitor

pytestmark = pytest.mark.browser

# The first page weighs at most 150 KB as it travels, compressed.
MOST_BYTES = 150_000
SPOIL = """
const picture = document.createElement("img");
picture.src = "/static/vendor/none.png";
picture.style.width = "2000px";
picture.style.maxWidth = "none";
picture.style.height = "10px";
document.querySelector("main").append(picture);
"""


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_front_page_fits_and_has_no_barrier(visit: Callable[..., Visitor], width: int, mode: str) -> None:
    visitor = visit(width=width, mode=mode)
    visitor.open("/")

    assert visitor.overflow() == 0
    assert visitor.violations() == []


def test_the_browser_does_find_a_barrier_and_an_overflow(browser_page: Visitor) -> None:
    """The control of the test above: a picture without words and a box that is too wide are noticed."""
    page = browser_page.open("/")
    page.evaluate(SPOIL)

    assert browser_page.overflow() > 0
    assert any(line.startswith("image-alt:") for line in browser_page.violations())


def test_the_front_page_is_light(browser_page: Visitor) -> None:
    browser_page.open("/")
    addresses = browser_page.loaded()

    assert any(address.endswith("weui.min.css") for address in addresses)
    assert sum(len(gzip.compress(httpx.get(address).content)) for address in addresses) <= MOST_BYTES


def test_the_front_page_stands_without_javascript(visit: Callable[..., Visitor]) -> None:
    page = visit(javascript=False).open("/")

    assert page.locator("main").inner_text().strip() != ""
    assert page.locator("form[method=post]").count() >= 6
