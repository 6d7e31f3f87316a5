"""The city's number moves in another window, and comes back after a lost connection."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.residents import sign_in
from tests.machinery.browser import Visitor

pytestmark = pytest.mark.browser

NUMBER = "[data-live='today.logs']"
# Whoever looks has all the time that a loaded machine needs; five seconds are proved on the running site.
PATIENCE = 60
QUIET = 6


def number_on(page: Page) -> int:
    return int(re.sub(r"\D", "", page.locator(NUMBER).first.inner_text()))


def wait_until(page: Page, true: Callable[[], bool]) -> None:
    """Look again and again; the pages live on meanwhile."""
    give_up = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < give_up, "It did not come true."
        page.wait_for_timeout(100)


def settled_number(page: Page) -> int:
    """The number when it has not moved for a while: logs of earlier tests may be on their way."""
    seen, since = number_on(page), time.monotonic()

    def quiet() -> bool:
        nonlocal seen, since
        if number_on(page) != seen:
            seen, since = number_on(page), time.monotonic()
        return time.monotonic() - since > QUIET

    wait_until(page, quiet)
    return seen


def record(resident: Visitor, name: str) -> None:
    page = resident.open("/")
    page.locator(".ly-tap", has_text=name).click()
    expect(page.locator("#log-result")).to_contain_text("记好了")


def test_a_log_in_one_window_moves_the_number_in_another(
    visit: Callable[..., Visitor], sms: Callable[[str], str]
) -> None:
    watcher, resident = visit(width=1280), visit()
    sign_in(resident, sms, phone="13700000041")
    watched = watcher.open("/")
    before = settled_number(watched)
    record(resident, "四分类投放")

    wait_until(watched, lambda: number_on(watched) > before)


def test_a_window_that_was_offline_catches_up(
    visit: Callable[..., Visitor], sms: Callable[[str], str]
) -> None:
    watcher, resident = visit(), visit()
    sign_in(resident, sms, phone="13700000042")
    watched = watcher.open("/")
    before = settled_number(watched)
    watcher.context.set_offline(True)
    record(resident, "自带杯")
    watcher.context.set_offline(False)
    page = resident.open("/")

    wait_until(watched, lambda: number_on(watched) == number_on(page) > before)
