"""The city's number moves in another window, and comes back after a lost connection."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.residents import sign_in
from tests.machinery.browser import Visitor

pytestmark = pytest.mark.browser

NUMBER = "[data-live='today.logs']"


def test_a_log_in_one_window_moves_the_number_in_another(
    visit: Callable[..., Visitor], sms: Callable[[str], str]
) -> None:
    watcher, resident = visit(width=1280), visit()
    watched = watcher.open("/")
    before = int(watched.locator(NUMBER).first.inner_text().replace(",", ""))
    sign_in(resident, sms, phone="13700000041")
    page = resident.open("/")
    page.locator(".ly-tap", has_text="四分类投放").click()
    expect(page.locator("#log-result")).to_contain_text("记好了")

    # Five seconds is the promise, from the commit to the other window.
    expect(watched.locator(NUMBER).first).to_have_text(f"{before + 1:,}", timeout=5_000)


def test_a_window_that_was_offline_catches_up(
    visit: Callable[..., Visitor], sms: Callable[[str], str]
) -> None:
    watcher, resident = visit(), visit()
    sign_in(resident, sms, phone="13700000042")
    watched = watcher.open("/")
    watcher.context.set_offline(True)
    page = resident.open("/")
    page.locator(".ly-tap", has_text="自带杯").click()
    expect(page.locator("#log-result")).to_contain_text("记好了")
    watcher.context.set_offline(False)
    expected = resident.open("/").locator(NUMBER).first.inner_text()

    expect(watched.locator(NUMBER).first).to_have_text(expected, timeout=15_000)
