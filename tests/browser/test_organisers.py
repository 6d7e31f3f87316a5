"""Organisers at their desk, on a desktop and in large print; and the wall, which nobody can scroll."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.desks import signed_in
from tests.browser.pages import look
from tests.machinery.browser import Visitor, follow

pytestmark = pytest.mark.browser

HEAD = "13800138112"
LIST = "/org/demo-school/campaigns/"
DESK = "/run/2/"
DOOR = "/run/2/sessions/2/list/others/"
LINKS = "all => all.map(one => one.getAttribute('href'))"
OURS = re.compile(rf"({LIST}|{DESK})[\w/-]*/")
SCREENS = [(1920, 1080), (1280, 720), (1024, 768)]
SHEET = re.compile(rb"/Type\s*/Page\b")
MANY_ROWS = "body => body.append(...Array.from({length: 60}, () => body.rows[0].cloneNode(true)))"
TALLER = "document.documentElement.scrollHeight - window.innerHeight"
OUTSIDE = """all => all.filter(one => one.getBoundingClientRect().bottom > window.innerHeight)
    .map(one => one.textContent.trim())"""


@pytest.mark.parametrize(("width", "mode"), [(1280, "normal"), (1280, "care"), (375, "care")])
def test_organisers_pages_fit_and_have_no_barrier(
    visit: Callable[..., Visitor], sms: Callable[[str], str], width: int, mode: str
) -> None:
    visitor = signed_in(visit, sms, HEAD, width=width, mode=mode)
    paths = {LIST, DESK, DOOR}
    for path in (LIST, f"{LIST}new/", DESK):
        links = visitor.open(path).locator("main a").evaluate_all(LINKS)
        paths.update(link for link in links if OURS.fullmatch(link))

    # The list, templates and a form from one, a draft, the recap; the desk, door, messages, report and more.
    assert len(paths) >= 15
    assert look(visitor, sorted(paths)) == []


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_the_wall_is_seen_whole_on_a_screen(visit: Callable[..., Visitor], width: int, height: int) -> None:
    visitor = visit(width=1280)
    visitor.page.set_viewport_size({"width": width, "height": height})
    page = visitor.open("/wall/1/")
    page.locator(".ly-hall__head").evaluate("one => one.classList.add('ly-hall__head--long')")
    page.locator("h1").evaluate("one => one.textContent = '很长的活动名称'.repeat(20)")

    assert page.evaluate(TALLER) == 0
    assert page.locator(".ly-hall__count, [data-town], .ly-hall__code p").evaluate_all(OUTSIDE) == []


def test_the_wall_says_that_its_line_is_cut(visit: Callable[..., Visitor]) -> None:
    visitor = visit(width=1280)
    visitor.page.clock.install()
    page = visitor.open("/wall/1/")
    state = page.locator("[data-state]")
    with page.expect_websocket():
        page.reload()
    visitor.context.set_offline(True)
    expect(state).to_contain_text("连接中断")
    visitor.context.set_offline(False)
    expect(state).to_have_text("")

    # The socket stays open and no answer comes: a cable that was pulled somewhere on the way.
    page.route("**/now.json", lambda route: None)
    page.clock.fast_forward(16_000)
    page.clock.fast_forward(9_000)
    expect(state).to_contain_text("连接中断")


def test_the_years_calendar_is_printed_to_its_end(visit: Callable[..., Visitor]) -> None:
    page = visit(width=1280).open("/cms/login/?next=/cms/campaigns/")
    page.locator("[name=username]").fill("demo-campaigns")
    page.locator("[name=password]").fill("lvdong-demo-2026")
    follow(page.locator("form button[type=submit]").first)
    follow(page.get_by_role("link", name="活动年历"))
    page.locator(".listing tbody").evaluate(MANY_ROWS)

    # A page of the admin scrolls inside the window: without more, paper ends where the window does.
    assert len(SHEET.findall(page.pdf(format="A4"))) >= 2
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="存成表格")).to_be_hidden()
