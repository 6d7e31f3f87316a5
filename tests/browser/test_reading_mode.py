"""长辈版: one tap away on every page, kept, and free of what distracts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.machinery.browser import Visitor

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("javascript", [True, False])
def test_large_print_is_one_tap_away_and_stays(visit: Callable[..., Visitor], javascript: bool) -> None:
    visitor = visit(javascript=javascript)
    page = visitor.open("/statistics/")
    page.get_by_role("button", name="长辈版").click()

    expect(page.locator("body")).to_have_attribute("data-weui-mode", "care")
    assert page.url.endswith("/statistics/")
    expect(visitor.open("/").locator("body")).to_have_attribute("data-weui-mode", "care")


def test_large_print_is_large(visit: Callable[..., Visitor]) -> None:
    page = visit(mode="care").open("/")
    smallest = page.evaluate(
        """Math.min(...[...document.querySelectorAll('main p, main h2, main a, main button, main span')]
            .filter(one => one.offsetParent && one.childElementCount === 0 && one.textContent.trim())
            .map(one => parseFloat(getComputedStyle(one).fontSize)))"""
    )

    assert smallest >= 18
