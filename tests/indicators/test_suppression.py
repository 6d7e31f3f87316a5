"""Promise 4 on the live number: windows of the city tell nothing about one to nine people, nor do they beside
what was published of closed days."""

from datetime import date, timedelta

import pytest

from core.clock import midnight
from indicators.selectors.city import city_numbers
from indicators.services.publication import publish_releases
from indicators.services.totals import fold_totals
from tests.indicators.builders import log, small_city
from tests.indicators.releases import bare_city, noon

pytestmark = pytest.mark.django_db

# A Wednesday in the week that begins in another month.
TODAY = date(2026, 12, 2)
DAY = timedelta(days=1)
HIDDEN = (None, None, None, None, None, True)


def numbers(figure):
    return (figure.logs, figure.people, figure.milligrams, figure.low_mg, figure.high_mg, figure.suppressed)


def test_nine_people_are_hidden_and_the_tenth_shows_them():
    city = small_city()
    for resident in city.residents[:9]:
        log(resident, city.actions["bike"], TODAY, place=city.towns[0])
    fold_totals()
    assert numbers(city_numbers(today=TODAY).today) == HIDDEN

    log(city.residents[9], city.actions["bike"], TODAY, place=city.towns[0])
    fold_totals()

    shown = city_numbers(today=TODAY)
    assert numbers(shown.today) == (10, 10, 1_500_000, 1_000_000, 2_000_000, False)
    assert numbers(shown.total) == numbers(shown.today)
    assert (shown.week.from_on, shown.month.from_on, shown.total.from_on) == (
        date(2026, 11, 30),
        date(2026, 12, 1),
        TODAY,
    )


def test_a_day_without_logs_shows_zero():
    assert numbers(city_numbers(today=TODAY).today) == (0, 0, 0, 0, 0, False)


def test_yesterday_of_few_people_is_not_told_by_the_week_less_today():
    city = bare_city()
    city.record_many(range(20), TODAY - 10 * DAY)
    city.record_many(range(3), TODAY - DAY)
    city.record_many(range(30), TODAY)
    city.fold()

    shown = city_numbers(today=TODAY)

    assert shown.total.logs == 53
    assert shown.today.logs == 30
    assert shown.week.suppressed
    assert shown.month.suppressed


def test_the_total_less_the_published_days_does_not_tell_a_quiet_morning():
    city = bare_city()
    city.record_many(range(40), TODAY - DAY)
    city.record_many(range(3), TODAY)
    city.fold()
    # As long as yesterday has not been published it keeps today company.
    assert city_numbers(today=TODAY).total.logs == 43

    publish_releases(now=midnight(TODAY))
    assert city_numbers(today=TODAY).total.suppressed

    city.record_many(range(3, 10), TODAY)
    city.fold()
    assert city_numbers(today=TODAY).total.logs == 50
    assert city_numbers(today=TODAY).today.logs == 10


def test_a_small_day_gets_the_next_large_one_as_company_and_the_total_stays():
    city = bare_city()
    city.record_many(range(4), TODAY - 3 * DAY)
    city.record_many(range(40), TODAY - 2 * DAY)
    city.record_many(range(40), TODAY - DAY)
    city.record_many(range(12), TODAY)
    city.fold()

    made = publish_releases(now=noon(TODAY))

    assert [release.tables["city"][0]["logs"] for release in made] == [None, None, 40]
    assert city_numbers(today=TODAY).total.logs == 96
    assert city_numbers(today=TODAY).today.logs == 12
