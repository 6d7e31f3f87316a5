"""What a resident does in the browser, counted in taps. Typing a number is no tap."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.machinery.browser import Visitor

LOGIN = "/accounts/login/"


def sign_in(visitor: Visitor, sms: Callable[[str], str], *, phone: str) -> Page:
    """Sign in with a phone number."""
    page = visitor.open(LOGIN)
    enter_phone_and_code(page, sms, phone=phone)
    return page


def enter_phone_and_code(page: Page, sms: Callable[[str], str], *, phone: str) -> int:
    """From the phone form to being signed in; how many taps it took."""
    page.get_by_label("手机号").fill(phone)
    page.get_by_role("button", name="获取验证码").click()
    page.get_by_label("验证码").fill(sms(phone))
    page.locator("button[name=consent]").click()
    # A click returns before the answer comes; who went on at once would take the sign-in back.
    page.wait_for_url(lambda url: LOGIN not in url)
    return 2
