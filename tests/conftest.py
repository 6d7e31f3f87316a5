"""What all tests share: a clean database, a folder of their own, a browser, the running site."""

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser

from content.models.site_facts import SHOWN
from content.selectors.site_facts import facts_of_city
from tests.machinery import browser, database
from tests.machinery.browser import Visitor
from tests.machinery.site_process import SiteProcess

# A busy machine is slow now and then; that is no finding.
hypothesis_settings.register_profile("tests", deadline=None)
hypothesis_settings.load_profile("tests")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Each lane leaves to the other, not skipped, what is for that one.

    SQLite has one writer, so it has no races. What is long and cannot differ between databases runs there.
    """
    lane = os.environ.get("LANE", "sqlite")
    elsewhere = "one_database" if lane == "postgres" else "postgres"
    left_out = [item for item in items if item.get_closest_marker(elsewhere)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """pytest-django's question whether there is a migrated database already."""
    return database.recall_migrated()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Migrate once, keep the result, and restore it after each test that commits (transaction=True)."""
    # The name is pytest-django's: this one runs around it.
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        database.keep_template()
        database.remember_migrated()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: database.restore())
        yield
        database.drop_template()


@pytest.fixture(autouse=True)
def _own_folder_and_cache(settings: Any, tmp_path: Path) -> None:
    """Files of a test stay in its folder; nothing is remembered from the test before.

    The footer's words are known beforehand: a page costs the same queries whichever test comes first.
    """
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "uploads"
    cache.clear()
    SHOWN.keep(facts_of_city())


@pytest.fixture(scope="session", autouse=True)
def _no_calls_to_the_world() -> Iterator[None]:
    """A test that talks to another machine is a mistake."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in {
            "127.0.0.1",
            "::1",
            "localhost",
        }:
            raise RuntimeError(f"A test tried to reach {address[0]}.")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture
def fresh_database(django_db_setup: None, tmp_path: Path) -> Iterator[str]:
    """The URL of one more migrated database of the lane's kind, for a site of its own."""
    with database.another(tmp_path) as url:
        yield url


@pytest.fixture
def start_site(tmp_path: Path) -> Iterator[Callable[..., SiteProcess]]:
    """Starts the site in a process of its own: start_site(demo=False, env={…}); stopped at the end."""
    started: list[SiteProcess] = []

    def start(**options: Any) -> SiteProcess:
        site = SiteProcess(data_dir=tmp_path / f"site-{len(started)}", **options)
        started.append(site)
        return site.start()

    yield start
    for site in started:
        site.stop()


@pytest.fixture(scope="session")
def live_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteProcess]:
    """The site with its demo data, one process for all browser journeys."""
    # All journeys come from one address, which may ask for few codes an hour.
    env = {"SMS_HOURLY_PER_NETWORK": "1000"}
    site = SiteProcess(data_dir=tmp_path_factory.mktemp("live"), demo=True, env=env)
    database.recall_for_site(site.data_dir / "db.sqlite3")
    site.start()
    yield site
    site.stop()


@pytest.fixture(scope="session")
def live_url(live_site: SiteProcess) -> str:
    """The address of the running site, without a slash at the end."""
    return live_site.url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for the session."""
    with browser.running_browser() as running:
        yield running


@pytest.fixture
def visit(chromium: Browser, live_url: str) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors of the running site: visit(width=375, mode="normal", javascript=True)."""
    visitors: list[Visitor] = []

    def make(**options: Any) -> Visitor:
        visitor = browser.new_visitor(chromium, live_url, **options)
        visitors.append(visitor)
        return visitor

    yield make
    for visitor in visitors:
        visitor.context.close()


@pytest.fixture
def browser_page(visit: Callable[..., Visitor]) -> Visitor:
    """One visitor with a phone of 375 px in the normal mode."""
    return visit()
