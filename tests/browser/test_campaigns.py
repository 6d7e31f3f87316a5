"""From the list of campaigns to a seat, taps counted; and a wall in the hall that moves by itself."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.desks import signed_in
from tests.browser.residents import sign_in
from tests.machinery.browser import Visitor
from tests.machinery.site_process import SiteProcess

pytestmark = pytest.mark.browser

HEAD = "13800138112"
WALL = (
    "from campaigns.models import Campaign;"
    "campaign = Campaign.objects.get(url='/campaigns/demo-1/');"
    "print(f'/wall/{campaign.pk}/')"
)
COMES = (
    "from datetime import timedelta;"
    "from uuid import uuid4;"
    "from accounts.models import User;"
    "from campaigns.models import Session;"
    "from campaigns.services.attendance import check_in;"
    "from core import clock;"
    "session = Session.objects.get(campaign__url='/campaigns/demo-1/');"
    "day = session.starts_at;"
    "check_in(session_id=session.pk, resident=User.objects.create_user(f'hall-{uuid4().hex}'[:40]),"
    " way='screen', nonce=uuid4(), seen_at=day, now=day)"
)


def test_from_the_list_to_a_seat_in_three_taps(
    visit: Callable[..., Visitor], sms: Callable[[str], str]
) -> None:
    visitor = visit()
    sign_in(visitor, sms, phone="13700000301")
    page = visitor.open("/campaigns/")
    taps = 0

    page.get_by_role("link", name="垃圾分类入户宣讲").click()
    taps += 1
    page.get_by_role("link", name="报名", exact=True).click()
    taps += 1
    page.get_by_role("button", name="确认报名").click()
    taps += 1

    expect(page.locator("main")).to_contain_text("报名成功")
    assert taps == 3
    visitor.open("/me/campaigns/")
    expect(page.locator("main")).to_contain_text("垃圾分类入户宣讲")


def test_a_guest_keeps_what_was_begun_and_has_the_seat_after_signing_in(
    visit: Callable[..., Visitor], sms: Callable[[str], str]
) -> None:
    page = visit().open("/campaigns/demo-3/")
    page.get_by_role("link", name="报名", exact=True).click()
    page.get_by_label("怎么称呼").fill("来帮忙的")
    page.get_by_role("button", name="确认报名").click()
    expect(page.locator("main")).to_contain_text("报名“垃圾分类入户宣讲志愿者招募（演示）”")

    page.get_by_label("手机号").fill("13700000302")
    page.get_by_role("button", name="获取验证码").click()
    page.get_by_label("验证码").fill(sms("13700000302"))
    page.locator("button[name=consent]").click()

    expect(page.locator("main")).to_contain_text("来帮忙的")


def test_the_wall_moves_and_survives_a_server_that_dies(
    visit: Callable[..., Visitor], live_site: SiteProcess
) -> None:
    visitor = visit(width=1280)
    found = re.findall(r"/wall/\d+/", live_site.manage("shell", "-c", WALL).stdout)
    page = visitor.open(found[0])
    people = page.locator("[data-people]")
    before = int(people.inner_text())
    live_site.manage("shell", "-c", COMES)
    expect(people).to_have_text(str(before + 1))

    live_site.kill()
    try:
        expect(page.locator("[data-state]")).to_contain_text("连接中断")
        expect(people).to_have_text(str(before + 1))
        live_site.manage("shell", "-c", COMES)
    finally:
        live_site.start()
    expect(people).to_have_text(str(before + 2))
    expect(page.locator("[data-state]")).to_have_text("")


def test_a_head_hands_a_campaign_in_with_at_most_ten_taps(
    visit: Callable[..., Visitor], sms: Callable[[str], str]
) -> None:
    visitor = signed_in(visit, sms, HEAD)
    page = visitor.open("/org/demo-school/")
    taps = 0
    for name in ("办活动", "新建活动", "义务植树"):
        page.get_by_role("link", name=name).click()
        taps += 1
    page.get_by_label("地点").fill("学校后山")
    page.get_by_label("联系人和电话").fill("王老师 0734-0000000")
    page.get_by_role("button", name="提交审核").click()
    taps += 1

    expect(page.locator("main")).to_contain_text("已经交上去了")
    expect(page.locator("main")).to_contain_text("审核中：一审")
    # Two fields are tapped before typing.
    assert taps + 2 <= 10
