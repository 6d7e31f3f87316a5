"""Every page of a resident: fits each screen, has no barrier, in both reading modes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.pages import MISSING, look
from tests.browser.residents import sign_in
from tests.machinery.browser import Visitor

pytestmark = pytest.mark.browser

PUBLIC = [
    "/",
    "/log/",
    "/log/?action=TR-BIKE",
    "/methods/",
    "/methods/TR-BIKE/",
    "/methods/WA-SORT/",
    "/statistics/",
    "/statistics/?period=week",
    "/indicators/p/P10-PEOPLE/",
    "/indicators/p/P10-GRAMS/",
    "/reports/",
    "/open-data/",
    "/indicators/",
    "/statistics/about/",
    "/seals/",
    "/plan/",
    "/plan/actions/",
    "/plan/c2/",
    "/plan/actions/10/",
    "/plan/actions/10/2/",
    "/plan/actions/6/box-6/",
    "/plan/original/",
    "/plan/departments/",
    "/plan/departments/fgj/",
    "/plan/indicators/",
    "/rewards/",
    "/rewards/1/",
    "/rewards/1/redeem/",
    "/causes/",
    "/causes/1/",
    "/budget/",
    "/accounts/login/",
    "/privacy/",
    "/site-map/",
    "/rank/",
    "/rank/?board=organisation",
    "/organisations/demo-school/",
    "/campaigns/",
    "/campaigns/?year=2026",
    "/campaigns/demo-1/",
    "/campaigns/demo-pledge/",
    "/campaigns/demo-quiz/",
    "/campaigns/demo-challenge/",
    "/contests/",
    "/contests/?phase=enrol",
    "/contests/demo-green-restaurant/",
    "/contests/demo-green-school/",
    "/contests/demo-green-family/",
    "/signup/1/",
    "/signup/notice/",
    "/wall/1/",
    "/poster/1/",
    "/certificates/",
    "/guides/",
    "/guides/?category=farming",
    "/guides/air-conditioner/",
    "/news/",
    "/news/citizen-ten-rules/",
    "/cases/",
    "/cases/school-canteen-scale/",
    "/materials/",
    "/materials/poster-four-bins/",
    "/enterprise/",
    "/enterprise/green-purchasing/",
    "/training/",
    "/training/carbon-basics-for-cadres/",
    "/creation/",
    "/creation/green-family/",
    "/theme-days/",
    "/help/",
    "/help/questions/",
    "/plan/versions/",
    MISSING,
]
OWN = [
    "/",
    "/me/",
    "/me/points/",
    "/me/points/?tab=ledger",
    "/log/?action=FD-CLEANPLATE",
    "/me/family/",
    "/me/household/",
    "/me/household/leave/",
    "/me/consents/",
    "/me/partners/",
    "/me/partners/1/",
    "/me/erase/",
    "/me/family/record/",
    "/me/code/",
    "/org/",
    "/me/messages/",
    "/me/badges/",
    "/me/settings/habits/",
    "/me/impact/",
    "/me/impact/?period=year",
    "/me/year/2025/",
    "/rank/?board=team",
    "/rank/personal/",
    "/teams/",
    "/teams/join/?code=ABCDEF",
    "/me/vouchers/",
    "/me/gifts/",
    "/rewards/",
    "/rewards/1/",
    "/causes/1/",
    "/m/",
]

DARK = [
    "/",
    "/log/?action=TR-BIKE",
    "/methods/TR-BIKE/",
    "/statistics/",
    "/plan/actions/10/",
    "/rewards/",
    "/budget/",
    "/guides/",
    "/guides/air-conditioner/",
    "/creation/green-family/",
    "/theme-days/",
    "/help/questions/",
]
HEIGHTS = """all => all.filter(one => one.offsetParent !== null)
    .map(one => Math.round(one.getBoundingClientRect().height))"""


@pytest.mark.parametrize("mode", ["normal", "care"])
@pytest.mark.parametrize("width", [320, 375, 768])
def test_public_pages_fit_and_have_no_barrier(visit: Callable[..., Visitor], width: int, mode: str) -> None:
    assert look(visit(width=width, mode=mode), PUBLIC) == []


@pytest.mark.parametrize("mode", ["normal", "care"])
@pytest.mark.parametrize("width", [320, 768])
def test_own_pages_fit_and_have_no_barrier(
    visit: Callable[..., Visitor], sms: Callable[[str], str], width: int, mode: str
) -> None:
    visitor = visit(width=width, mode=mode)
    # Each sign-in needs a phone of its own: one code a minute is sent to a phone.
    sign_in(visitor, sms, phone=f"139{width:04}{len(mode):04}")

    assert look(visitor, OWN) == []


@pytest.mark.parametrize("mode", ["normal", "care"])
@pytest.mark.parametrize("width", [320, 768])
def test_sign_in_and_what_it_refuses_have_no_barrier(
    visit: Callable[..., Visitor], width: int, mode: str
) -> None:
    visitor = visit(width=width, mode=mode)
    page = visitor.open("/accounts/login/")
    page.get_by_role("button", name="获取验证码").click()
    expect(page.get_by_text("请输入手机号。").first).to_be_visible()
    assert (visitor.overflow(), visitor.violations()) == (0, [])

    page.get_by_label("手机号").fill(f"136{width:04}{len(mode):04}")
    page.get_by_role("button", name="获取验证码").click()
    page.get_by_label("验证码").fill("000000")
    page.locator("button[name=consent]").click()
    expect(page.get_by_text("验证码不对").first).to_be_visible()
    assert (visitor.overflow(), visitor.violations()) == (0, [])


def test_dark_pages_have_no_barrier(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    visitor.page.emulate_media(color_scheme="dark")

    assert look(visitor, DARK) == []


def test_large_text_never_pushes_a_page_sideways(visit: Callable[..., Visitor]) -> None:
    visitor = visit(mode="care")
    wide = []
    for path in PUBLIC:
        page = visitor.open(path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if overflow := visitor.overflow():
            wide.append(f"{path}: {overflow}")

    assert wide == []


@pytest.mark.parametrize(("mode", "least"), [("normal", 44), ("care", 60)])
def test_what_is_tapped_is_large_enough(visit: Callable[..., Visitor], mode: str, least: int) -> None:
    page = visit(mode=mode).open("/")
    heights = page.locator(".ly-tap, .ly-tabs__link, header button").evaluate_all(HEIGHTS)

    assert len(heights) >= 6
    assert min(heights) >= least


def test_every_page_has_one_heading_and_a_title_of_its_own(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    titles = []
    for path in PUBLIC[:4] + PUBLIC[8:]:
        page = visitor.open(path)
        titles.append(page.title())
        assert page.locator("h1").count() == 1, path

    assert len(set(titles)) == len(titles)
