"""The page of statistics, the home page's number, and what they cost."""

import pytest
from django.template import engines
from django.urls import reverse

from core import clock
from indicators import wording
from indicators.selectors import statistics as selectors
from indicators.services.totals import fold_totals
from tests.indicators.builders import log, small_city

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    made = small_city(residents=30)
    today = clock.today()
    for number, resident in enumerate(made.residents):
        log(resident, made.actions["bike" if number % 2 else "water"], today, place=made.towns[0])
    log(made.residents[0], made.actions["print"], today, place=made.towns[0])
    fold_totals()
    return made


def test_the_page_shows_four_windows_and_no_part_of_today(client, city):
    response = client.get(reverse("indicators:statistics"), {"period": "week"})

    assert response.status_code == 200
    shown = response.context
    assert [period["key"] for period in shown["periods"]] == ["today", "week", "month", "total"]
    assert [period["label"] for period in shown["periods"]] == ["今日", "本周", "本月", "累计"]
    assert shown["period"]["key"] == "week"
    assert (shown["period"]["logs"], shown["period"]["people"]) == (30, 30)
    assert shown["period"]["url"] == "/statistics/?period=week"
    assert shown["tab"] == "stats"
    assert shown["by_town"] == shown["by_category"] == []


def test_the_page_says_what_kind_of_number_it_is(client, city):
    page = client.get(reverse("indicators:statistics")).content.decode()

    edition = selectors.edition()
    assert edition.method_version.startswith("1")
    assert wording.estimate(method_version=edition.method_version, factor_year=edition.factor_year) in page
    assert wording.NOT_THE_CITYS_SHARE in page
    for note in wording.notes():
        assert note in page


def test_a_small_number_is_nowhere_on_the_page(client):
    city = small_city()
    for resident in city.residents[:7]:
        log(resident, city.actions["bike"], clock.today(), place=city.towns[0], quantity="1.517")
    fold_totals()

    response = client.get(reverse("indicators:statistics"))

    assert response.context["period"]["suppressed"] is True
    assert response.context["period"]["logs"] is None
    assert wording.SUPPRESSED in response.content.decode()
    assert "1.59" not in response.content.decode()


@pytest.mark.parametrize("period", ["", "year", "../etc", "today\x01", "😀" * 300])
def test_an_unknown_window_shows_the_total(client, period):
    response = client.get(reverse("indicators:statistics"), {"period": period})

    assert response.status_code == 200
    assert response.context["period"]["key"] == "total"


def test_templates_of_other_apps_read_the_citys_number(city, django_assert_num_queries):
    template = engines["django"].from_string(
        "{% load city_number %}{% city_number as number %}{{ number.today.people }} {{ number.total.logs }}"
    )
    with django_assert_num_queries(3):
        assert template.render() == "30 30"
