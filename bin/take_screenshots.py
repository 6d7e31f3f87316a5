"""Takes the pictures of docs/screenshots anew, from the running site with its demo data."""

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.browser.residents import sign_in
from tests.machinery.browser import Visitor, new_visitor, running_browser
from tests.machinery.site_process import SiteProcess

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
PUBLIC = {
    "home": "/",
    "log": "/log/",
    "log-form": "/log/?action=TR-BIKE",
    "method": "/methods/TR-BIKE/",
    "statistics": "/statistics/",
    "statistics-about": "/statistics/about/",
    "registry": "/indicators/",
    "open-data": "/open-data/",
    "plan": "/plan/",
    "plan-task": "/plan/actions/10/2/",
    "indicators": "/plan/indicators/",
    "sign-in": "/accounts/login/",
    "privacy": "/privacy/",
    "rewards": "/rewards/",
    "reward": "/rewards/1/",
    "seals": "/seals/",
    "rank": "/rank/",
    "campaigns": "/campaigns/",
    "campaign": "/campaigns/demo-1/",
    "not-found": "/no-such-page/",
}
OWN = {
    "points": "/me/points/",
    "me": "/me/",
    "submissions": "/me/submissions/",
    "impact": "/me/impact/",
    "badges": "/me/badges/",
}
# Width, reading mode, name: the two screens, and large print on a phone.
SCREENS = [(375, "normal", "375"), (1280, "normal", "1280"), (375, "care", "375-care")]


def main() -> None:
    """Start the site, walk the pages, write the pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running_browser() as browser:
        site = SiteProcess(data_dir=Path(folder), demo=True, env={"SMS_HOURLY_PER_NETWORK": "1000"}).start()
        try:
            for number, (width, mode, name) in enumerate(SCREENS):
                visitor = new_visitor(browser, site.url, width=width, mode=mode)
                walk(visitor, PUBLIC, name)
                sign_in(visitor, site.sms_code, phone=f"1380013800{number + 1}")
                walk(visitor, OWN, name)
                tap(visitor, name)
                visitor.context.close()
        finally:
            site.stop()


def walk(visitor: Visitor, pages: dict[str, str], name: str) -> None:
    """One picture of each page."""
    for title, path in pages.items():
        save(visitor.open(path), f"{title}-{name}")


def tap(visitor: Visitor, name: str) -> None:
    """The answer to a tap on the front page."""
    page = visitor.open("/")
    page.locator(".ly-tap:not([aria-disabled])").first.click()
    page.locator("#log-result .ly-done").wait_for()
    save(page, f"recorded-{name}")


def save(page: Page, name: str) -> None:
    """The first two screens of the page, with few enough colours to be small."""
    height = int(page.evaluate("Math.min(document.documentElement.scrollHeight, 2 * window.innerHeight)"))
    width = int(page.evaluate("window.innerWidth"))
    picture = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
    few = Image.open(io.BytesIO(picture)).convert("RGB").quantize(128)
    few.save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
