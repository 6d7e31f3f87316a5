"""The home page's number, and what it costs."""

import pytest
from django.template import engines

from core import clock
from indicators.services.totals import fold_totals
from tests.indicators.builders import log, small_city

pytestmark = pytest.mark.django_db


def test_templates_of_other_apps_read_the_citys_number(django_assert_num_queries):
    city = small_city(residents=30)
    for resident in city.residents:
        log(resident, city.actions["bike"], clock.today(), place=city.towns[0])
    fold_totals()

    template = engines["django"].from_string(
        "{% load city_number %}{% city_number as number %}{{ number.today.people }} {{ number.total.logs }}"
    )
    with django_assert_num_queries(3):
        assert template.render() == "30 30"
