"""A photo on its way in a real browser: few taps to hand it in, one key to approve it, points at the end."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from content import demo
from tests.browser.residents import sign_in
from tests.machinery.browser import Visitor, follow
from tests.media.pictures import photo

pytestmark = pytest.mark.browser
PHONE = "13700000061"


def as_reviewer(visitor: Visitor) -> Page:
    """A reviewer at the desk."""
    page = visitor.open("/cms/login/?next=/cms/review/")
    page.locator("[name=username]").fill("demo-verifier2")
    page.locator("[name=password]").fill(demo.PASSWORD)
    follow(page.locator("button[type=submit]"))
    expect(page).to_have_url(f"{visitor.base_url}/cms/review/")
    return page


def press(page: Page, key: str) -> None:
    """Press a key that sends the card's form, and wait for the next card: until it stands no key is heard."""
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press(key)


def go_to(page: Page, title: str) -> None:
    """Skip cards until one of this title is on the desk; the demo's own come first."""
    for _ in range(12):
        if title in page.locator(".lyr-card__title").inner_text():
            return
        press(page, "n")
    pytest.fail(f"there is no card {title}")


def hand_in(page: Page, folder: Path, number: int) -> int:
    """From the home page to a photo that waits; how many taps it took."""
    picture = folder / f"{number}.jpg"
    picture.write_bytes(photo(number))
    follow(page.get_by_role("navigation").get_by_role("link", name="记录").first)
    follow(page.locator(".ly-pick__main", has_text="骑自行车").first)
    follow(page.get_by_role("link", name="拍照核验"))
    with page.expect_file_chooser() as chooser:
        page.get_by_label("照片（1到3张）").click()
    chooser.value.set_files(picture)
    follow(page.get_by_role("button", name="交给核验员"))
    expect(page.locator("main")).to_contain_text("已经交上")
    return 5


def test_a_photo_takes_five_taps_and_one_key(
    visit: Callable[..., Visitor], sms: Callable[[str], str], tmp_path: Path
) -> None:
    resident = visit()
    sign_in(resident, sms, phone=PHONE)
    taps = hand_in(resident.open("/"), tmp_path, 4711)
    assert taps <= 5
    assert (resident.overflow(), resident.violations()) == (0, [])

    page = as_reviewer(visit(width=1280))
    today = page.locator(".lyr-progress strong")
    go_to(page, "骑自行车")
    before = int(today.inner_text())
    press(page, "a")
    expect(page.locator(".messages, [data-w-messages-target]").first).to_contain_text("已通过")
    expect(today).to_have_text(str(before + 1))

    press(page, "u")
    expect(today).to_have_text(str(before))
    go_to(page, "骑自行车")
    press(page, "a")
    expect(today).to_have_text(str(before + 1))

    mine = resident.open("/me/submissions/")
    expect(mine.locator(".ly-row").first).to_contain_text("已通过")
    resident.open("/me/points/")
    expect(resident.page.locator("#balance")).to_have_text("4")
    expect(resident.open("/me/messages/").locator("main")).to_contain_text("核验通过：骑自行车 1公里")


def test_a_key_and_a_digit_reject_with_a_reason(
    visit: Callable[..., Visitor], sms: Callable[[str], str]
) -> None:
    page = as_reviewer(visit(width=1280))
    reason = page.locator("[data-reason='2']").get_attribute("value") or ""
    page.keyboard.press("2")
    expect(page.locator(".lyr-armed")).to_have_count(0)
    before = int(page.locator(".lyr-progress strong").inner_text())
    page.keyboard.press("r")
    expect(page.locator(".lyr-armed")).to_have_count(1)
    press(page, "2")
    expect(page.locator(".lyr-progress strong")).to_have_text(str(before + 1))
    assert reason


def test_the_desk_works_without_javascript(visit: Callable[..., Visitor]) -> None:
    page = as_reviewer(visit(width=1280, javascript=False))
    before = int(page.locator(".lyr-progress strong").inner_text())
    follow(page.get_by_role("button", name="通过").first)
    expect(page.locator(".lyr-progress strong")).to_have_text(str(before + 1))
    follow(page.get_by_role("button", name="撤销").first)
    expect(page.locator(".lyr-progress strong")).to_have_text(str(before))
