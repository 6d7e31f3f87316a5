"""The scanner at the door without a network: what it keeps arrives once, also when an answer is lost."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, Route, expect

from campaigns.rules.codes import own_digits
from tests.browser.residents import sign_in
from tests.machinery.browser import Visitor
from tests.machinery.site_process import SiteProcess

pytestmark = pytest.mark.browser
STAFF = "13700000411"
NOW_THERE = "Date.now() + Number(localStorage.getItem('ly-scan-clock'))"
# A school whose head has that phone, a session that is on, three people who registered: the numbers of
# campaign and session, the key of its codes, the numbers of the registrations.
PREPARE = f"""
from datetime import timedelta
from accounts.models import User
from accounts.sealing import phone_digest
from accounts.services.organisations import add_member, ensure_organisation
from campaigns.services.registration import register
from campaigns.selectors.attendance import secret_of
from core import clock
from tests.campaigns.world import make_session, session_facts
now = clock.now()
school = ensure_organisation(code="scanner-school", name="扫码小学", kind="school", is_verified=True)
add_member(organisation=school, user=User.objects.get(phone_digest=phone_digest("+86{STAFF}")), role="head")
about = {{"organisation_id": school.pk, "organiser_name": school.name, "title": "旧物交换", "now": now}}
on = {{"starts_at": now + timedelta(minutes=30), "closes_at": now + timedelta(minutes=30)}}
session = make_session(campaign=about, **on)
people = [User.objects.create_user(nickname=name) for name in ("李华", "王芳", "赵奶奶")]
rows = [register(resident=one, session_id=session.pk, request_key="scanner", now=now) for one in people]
print("TOLD", session.campaign_id, session.pk, secret_of(session).decode(), *(row.pk for row in rows))
"""
COUNT = """
from campaigns.models import CheckIn
rows = CheckIn.objects.filter(session={session})
print("TOLD", rows.count(), rows.values("resident").distinct().count())
"""


class Desk:
    """The scanner's page, and the phones of the people before it."""

    def __init__(self, page: Page, secret: str, registrations: list[int]) -> None:
        self.page, self.secret, self.registrations = page, secret.encode(), registrations
        self.scanner = page.locator("[data-scanner]")

    def say(self, number: int) -> None:
        """Type what the person with this number reads aloud at the moment that the page believes in."""
        moment = datetime.fromtimestamp(self.page.evaluate(NOW_THERE) / 1000, UTC)
        digits = own_digits(self.secret, self.registrations[number - 1], moment)
        self.page.get_by_label("号码和六位数字").fill(f"{number}号 {digits}")
        self.page.get_by_role("button", name="签到", exact=True).click()

    def expect_waiting(self, number: int) -> None:
        """So many scans are kept on the device and not answered yet."""
        expect(self.scanner).to_have_attribute("data-waiting", str(number))


@pytest.fixture
def prepared(
    visit: Callable[..., Visitor], sms: Callable[[str], str], live_site: SiteProcess
) -> tuple[Visitor, Desk, int]:
    """The scanner of the session, open and ready for the hall."""
    visitor = visit()
    sign_in(visitor, sms, phone=STAFF)
    campaign, session, secret, *rows = _told(live_site, PREPARE)
    page = visitor.open(f"/run/{campaign}/sessions/{session}/scan/")
    desk = Desk(page, secret, [int(row) for row in rows])
    # It has set its clock, and keeps its page.
    expect(desk.scanner).to_have_attribute("data-clock", "set")
    expect(desk.scanner).to_have_attribute("data-kept", "yes")
    return visitor, desk, int(session)


def test_scans_without_a_network_arrive_once(
    prepared: tuple[Visitor, Desk, int], live_site: SiteProcess
) -> None:
    visitor, desk, session = prepared
    visitor.context.set_offline(True)
    for done, number in enumerate((1, 2, 1), start=1):
        desk.say(number)
        desk.expect_waiting(done)

    # The page is opened again in the cellar; what waits is still there.
    desk.page.reload(wait_until="load")
    desk.expect_waiting(3)
    desk.say(3)
    desk.expect_waiting(4)
    assert _told(live_site, COUNT.format(session=session)) == ["0", "0"]

    # The first answer is lost on its way back: the scanner sends all of it again.
    lost: list[int] = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    visitor.context.route("**/api/v1/checkins/batch", lose, times=1)
    visitor.context.set_offline(False)

    desk.expect_waiting(0)
    expect(desk.scanner.locator(".ly-scanner__answer--in")).to_have_count(3)
    expect(desk.scanner.locator(".ly-scanner__answer--already")).to_have_count(1)
    expect(desk.page.locator("#door-count strong")).to_have_text("3")
    assert lost == [200]
    assert _told(live_site, COUNT.format(session=session)) == ["3", "3"]


def _told(site: SiteProcess, words: str) -> list[str]:
    """What the site's own code says."""
    answer = site.manage("shell", "-c", words)
    assert answer.returncode == 0, answer.stderr
    return re.findall(r"TOLD (.+)", answer.stdout)[0].split()
