"""The page of statistics where no socket opens: it asks by itself, and says so."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.machinery.browser import Visitor

pytestmark = pytest.mark.browser
# The browser refuses it before a byte is sent.
NO_SOCKETS = """
    window.WebSocket = class { constructor() { setTimeout(() => this.onclose && this.onclose({}), 0); } };
"""
STATUS = "[data-live-status]"


def test_a_page_without_a_socket_polls_and_says_so(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    visitor.page.add_init_script(NO_SOCKETS)
    page = visitor.open("/statistics/")

    expect(page.locator(STATUS)).to_have_text(re.compile("每30秒自动刷新"))
    assert any(address.endswith("/statistics/now.json") for address in visitor.loaded())


def test_a_page_with_a_socket_says_that_it_moves_by_itself(visit: Callable[..., Visitor]) -> None:
    page = visit().open("/statistics/")

    expect(page.locator(STATUS)).to_have_text("正在自动刷新。")


def test_the_page_can_be_read_without_javascript(visit: Callable[..., Visitor]) -> None:
    page = visit(javascript=False).open("/statistics/about/")

    expect(page.locator("h1")).to_have_text("这些数字能说明什么、不能说明什么")
