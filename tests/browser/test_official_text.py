"""The official text beside its explanation, as readers see it after the import."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.pages import look
from tests.content.official import FILES, needs_the_document
from tests.machinery.browser import Visitor, follow
from tests.machinery.site_process import SiteProcess

PAGES = ["/plan/", "/plan/c1/2/", "/plan/actions/10/2/", "/plan/actions/6/box-6/", "/plan/original/"]

pytestmark = [pytest.mark.browser, needs_the_document]


@pytest.fixture
def imported(live_site: SiteProcess) -> None:
    """The running site after the operator has imported the document."""
    answer = live_site.manage("import_plan", str(FILES[0]))
    assert answer.returncode == 0, answer.stderr


@pytest.mark.usefixtures("imported")
@pytest.mark.parametrize(("width", "mode"), [(320, "normal"), (375, "care"), (1280, "normal")])
def test_pages_with_the_official_text_fit_and_have_no_barrier(
    visit: Callable[..., Visitor], width: int, mode: str
) -> None:
    assert look(visit(width=width, mode=mode), PAGES) == []


@pytest.mark.usefixtures("imported")
def test_explanation_and_official_text_lead_to_each_other(browser_page: Visitor) -> None:
    page = browser_page.open("/plan/actions/10/2/")
    follow(page.get_by_role("link", name="看原文").first)
    expect(page.get_by_role("link", name="在全文中看这一段")).to_be_visible()
    page.get_by_role("link", name="在全文中看这一段").click()
    page.wait_for_url("**/plan/original/#a10-t2*")
    page.get_by_role("link", name="看“2.积极推广绿色低碳生活方式”的解读").click()

    page.wait_for_url("**/plan/actions/10/2/**")
