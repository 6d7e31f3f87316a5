"""How often guides are opened: counted beside the page, written later, programs left out."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from content import readings
from content.models import GuidePage, ReadingDay
from content.selectors.reach import guides_read
from core import clock
from indicators import sources
from tests.content.seeded import seeded, seeded_module  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
GUIDE = "/guides/clean-plate/"
PHONE = "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 MicroMessenger/8.0.40"


@pytest.fixture(autouse=True)
def _nothing_waits() -> None:
    readings._waiting.clear()


def opened(times: int = 1, **headers: str) -> int:
    """Open the guide; what was written of it."""
    client = Client(headers={"User-Agent": PHONE} | headers)
    for _ in range(times):
        assert client.get(GUIDE).status_code == 200
    return readings.write()


def test_openings_of_a_day_add_up_in_one_row():
    assert (opened(3), opened(2)) == (3, 2)
    row = ReadingDay.objects.get()
    assert (row.page_id, row.day, row.reads) == (
        GuidePage.objects.get(slug="clean-plate").pk,
        clock.today(),
        5,
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": ""},
        {"User-Agent": "Mozilla/5.0 (compatible; Baiduspider/2.0)"},
        {"User-Agent": "curl/8.1"},
        {"User-Agent": "Mozilla/5.0 HeadlessChrome/120"},
        {"Sec-Purpose": "prefetch;prerender"},
    ],
)
def test_programs_and_what_is_fetched_ahead_do_not_count(headers):
    assert opened(**headers) == 0


def test_staff_other_pages_and_heads_do_not_count():
    client = Client(headers={"User-Agent": PHONE})
    client.head(GUIDE)
    client.get("/guides/")
    client.get("/")
    client.force_login(
        User.objects.create_user("editor", "x", is_staff=True),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    client.get(GUIDE)
    assert readings.write() == 0


def test_a_page_waits_for_no_writing(django_assert_num_queries):
    client = Client(headers={"User-Agent": PHONE})
    client.get(GUIDE)
    quiet = Client(headers={"User-Agent": "a bot"})
    with CaptureQueriesContext(connection) as uncounted:
        quiet.get(GUIDE)
    with django_assert_num_queries(len(uncounted)):
        client.get(GUIDE)


def test_what_is_due_is_written_when_a_request_is_over(settings):
    settings.READINGS_EVERY = 0
    Client(headers={"User-Agent": PHONE}).get(GUIDE)
    assert ReadingDay.objects.get().reads == 1


def test_nobody_knows_about_the_time_before_the_first_count():
    assert guides_read(date(2026, 1, 1), clock.today()) is None
    opened(4)
    assert guides_read(clock.today(), clock.today()) == 4
    assert guides_read(date(2020, 1, 1), date(2020, 1, 31)) is None
    assert sources.ask("guides_read", clock.today(), clock.today()) == 4


def test_rooms_below_can_ask_for_lectures_theme_days_and_titles():
    assert sources.ask("training_sessions", date(2020, 1, 1), clock.today()) == {}
    assert any(span.is_main for span in sources.ask("theme_days", clock.today().year))
    assert isinstance(sources.ask("action_titles"), dict)
    assert sources.ask("answer_times", date(2020, 1, 1), clock.today()) == (None, None)
