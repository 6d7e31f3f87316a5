"""Taking part from home in a real browser: one tap on the page of a campaign, the same without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.residents import enter_phone_and_code, sign_in
from tests.machinery.browser import Visitor

pytestmark = pytest.mark.browser
PLEDGE, QUIZ, CHALLENGE = (f"/campaigns/demo-{kind}/" for kind in ("pledge", "quiz", "challenge"))


def test_a_guest_pledges_with_one_tap_and_a_sign_in(
    visit: Callable[..., Visitor], sms: Callable[[str], str]
) -> None:
    page = visit().open(PLEDGE)
    page.get_by_role("button", name="我承诺", exact=True).click()
    expect(page.get_by_label("手机号")).to_be_visible()

    taps = 1 + enter_phone_and_code(page, sms, phone="13700000431")

    assert taps == 3
    expect(page.locator("main")).to_contain_text("谢谢您的承诺")
    expect(page.get_by_role("button", name="收回承诺")).to_be_visible()


def test_a_pledge_is_given_and_taken_back_where_it_stands(
    visit: Callable[..., Visitor], sms: Callable[[str], str]
) -> None:
    visitor = visit()
    sign_in(visitor, sms, phone="13700000432")
    page = visitor.open(PLEDGE)

    page.get_by_role("button", name="我承诺", exact=True).click()
    page.get_by_role("button", name="收回承诺").click()

    expect(page.locator("#online-mine")).to_contain_text("已经收回承诺")
    expect(page.get_by_role("button", name="我承诺", exact=True)).to_be_visible()
    assert page.url.endswith(PLEDGE)


def test_without_scripts_a_page_of_its_own_takes_the_pledge(
    visit: Callable[..., Visitor], sms: Callable[[str], str]
) -> None:
    visitor = visit(javascript=False)
    sign_in(visitor, sms, phone="13700000433")
    page = visitor.open(PLEDGE)

    page.get_by_role("link", name="我要参加").click()
    page.get_by_role("button", name="我承诺", exact=True).click()

    expect(page.locator("main")).to_contain_text("谢谢您的承诺")
    expect(page.get_by_role("button", name="收回承诺")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_guest_answers_and_is_told_before_signing_in(
    visit: Callable[..., Visitor], javascript: bool
) -> None:
    visitor = visit(javascript=javascript)
    page = visitor.open(QUIZ)
    page.get_by_role("link", name="开始答题" if javascript else "我要参加").click()
    if not javascript:
        page.get_by_role("link", name="开始答题").click()

    for question in page.locator(".ly-question").all():
        question.locator("label").first.click()
    page.get_by_role("button", name="看结果").click()

    expect(page.locator("main")).to_contain_text("公共建筑夏季室内空调温度")
    expect(page.get_by_role("button", name="再试一次")).to_be_visible()
    expect(page.get_by_role("link", name="登录，把这次答题记下来")).to_be_visible()


def test_a_team_is_made_on_the_campaigns_page_and_its_code_is_shown(
    visit: Callable[..., Visitor], sms: Callable[[str], str]
) -> None:
    visitor = visit()
    sign_in(visitor, sms, phone="13700000434")
    page = visitor.open(CHALLENGE)

    # Without a name it says so where it stands.
    page.get_by_role("button", name="建团队并参加").click()
    expect(page.locator("#online-mine")).to_contain_text("请给团队起个名字。")
    page.get_by_label("团队名字").fill("五楼走路队")
    page.get_by_role("button", name="建团队并参加").click()

    expect(page.locator("#online-mine")).to_contain_text("“五楼走路队”报上名了")
    assert len(page.locator(".ly-online__code").inner_text()) == 6
