"""The public page of seals: readable by everybody, the same chain as the open data."""

from datetime import date, timedelta

import pytest

from carbon_points.models import Seal
from carbon_points.services.seals import seal_through
from tests.carbon_points.ledger_world import NOW, TODAY, make_action, make_resident, record

pytestmark = pytest.mark.django_db
PAGE = "/seals/"


def seal_days(count: int) -> list[Seal]:
    """A day with a record and so many days in all, sealed."""
    record(make_resident(), make_action())
    return seal_through(last_day=TODAY + timedelta(days=count - 1), now=NOW + timedelta(days=count + 1))


def test_without_seals_the_page_says_when_the_first_one_comes(client):
    page = client.get(PAGE)

    assert page.status_code == 200
    assert "还没有封存" in page.content.decode()
    assert "在我的浏览器里验算" not in page.content.decode()


def test_each_day_shows_its_seal_and_the_newest_stands_on_top(client):
    seals = seal_days(3)

    text = client.get(PAGE).content.decode()

    assert [seal.day for seal in seals] == [date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)]
    assert all(seal.hash in text for seal in seals)
    assert text.index("最新一天：2026年11月25日") < text.index(seals[0].hash)


@pytest.mark.parametrize("days", [1, 31])
def test_the_page_takes_three_queries_however_many_days(client, days, django_assert_num_queries):
    seal_days(days)

    with django_assert_num_queries(3):
        client.get(PAGE)


def test_the_second_page_has_the_older_days(client):
    seals = seal_days(33)

    text = client.get(PAGE, {"page": 2}).content.decode()

    assert seals[0].hash in text
    assert seals[1].hash in text
    assert seals[2].hash not in text


def test_the_program_for_home_is_twenty_lines_and_served(settings):
    program = settings.ROOT / "site" / "static" / "verify" / "check_seals.py"

    assert len(program.read_text(encoding="utf-8").splitlines()) <= 30
