"""Demo residents and desks in the browser, each signed in once: a phone gets one code a minute."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.residents import sign_in
from tests.machinery.browser import Visitor, follow

SHOP = "13800138101"
_cookies: dict[tuple[str, str], list[dict[str, object]]] = {}


def signed_in(
    visit: Callable[..., Visitor], sms: Callable[[str], str], phone: str, **options: object
) -> Visitor:
    """The browser of somebody who is signed in."""
    visitor = visit(**options)
    key = (visitor.base_url, phone)
    if key not in _cookies:
        sign_in(visitor, sms, phone=phone)
        _cookies[key] = [cookie for cookie in visitor.context.cookies() if cookie["name"] != "mode"]
    visitor.context.add_cookies(_cookies[key])  # type: ignore[arg-type]
    return visitor


def take_reward(visitor: Visitor, name: str) -> str:
    """Redeem a reward by its name; the code on the voucher's page, which is open then."""
    page = visitor.open("/rewards/")
    follow(page.get_by_role("link", name=name))
    follow(page.get_by_role("link", name="分兑换"))
    follow(page.get_by_role("button", name="确认兑换"))
    return code_on(page)


def code_on(page: Page) -> str:
    """The eight digits of the open voucher."""
    digits = page.locator(".ly-voucher__code span[aria-hidden]")
    expect(digits).to_be_visible()
    return digits.inner_text().replace(" ", "")


def points(visitor: Visitor) -> int:
    """The resident's balance."""
    return int(visitor.open("/me/points/").locator("#balance").inner_text())
