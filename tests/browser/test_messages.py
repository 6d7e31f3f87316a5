"""The inbox in a real browser: messages of all kinds, opened, without a barrier."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from messaging.models import Message
from tests.browser.pages import look
from tests.browser.residents import sign_in
from tests.machinery.browser import Visitor
from tests.machinery.site_process import SiteProcess

pytestmark = pytest.mark.browser
KINDS = len(Message.Kind)

TELL = """
from accounts.models import User
from messaging.models import Message
from messaging.services import notify
me = User.objects.latest("pk")
for kind in Message.Kind:
    notify(user=me, kind=kind, title=kind.label * 8, body="一\\n\\n二", url="/me/", key=kind)
"""


@pytest.mark.parametrize("mode", ["normal", "care"])
def test_a_resident_reads_messages(
    live_site: SiteProcess, visit: Callable[..., Visitor], sms: Callable[[str], str], mode: str
) -> None:
    visitor = visit(width=320, mode=mode)
    sign_in(visitor, sms, phone=f"1351111{len(mode):04}")
    told = live_site.manage("shell", "-v0", "-c", TELL)
    assert (told.returncode, told.stderr) == (0, "")

    page = visitor.open("/me/")
    page.locator("a", has_text=f"消息：{KINDS} 条未读").click()
    link = page.locator(".ly-inbox__link").first
    opened = link.get_attribute("href") or ""
    link.click()
    page.wait_for_url(f"{live_site.url}{opened}")
    assert look(visitor, ["/me/", "/me/messages/", "/me/messages/?kind=team", opened]) == []

    page.get_by_role("link", name="去看看").click()
    expect(page).to_have_url(f"{live_site.url}/me/")
    visitor.open("/me/messages/")
    page.get_by_role("button", name="全部标为已读").click()
    expect(page.get_by_text(f"已把 {KINDS - 1} 条消息标为已读")).to_be_visible()
    assert page.locator(".ly-chip", has_text="未读").count() == 0
