"""The public page: live numbers on top, below them only what was published of closed stretches."""

import json
import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.models import Area
from core import clock
from indicators import sources, wording
from indicators.models import Release
from indicators.presenting.towns import NO_POPULATION
from indicators.selectors import around
from indicators.selectors.published import around as around_stretch
from indicators.services.totals import fold_totals
from indicators.views import around_dashboard
from tests.indicators.builders import area, log, small_city
from tests.indicators.published_rows import cell, release

pytestmark = pytest.mark.django_db
URL = "/statistics/"
NOVEMBER = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def _fresh():
    around.forget()
    around_dashboard._live.forget()


def shown(client, **query):
    response = client.get(URL, query)
    assert response.status_code == 200
    return response.context


def page(client, **query):
    return client.get(URL, query).content.decode()


def test_before_the_first_publication_the_page_says_so(client):
    text = page(client)

    assert "还没有发布这样的数据" in text
    assert "还没有可以公布的记录" in text
    assert "ly-chart__svg" not in text


def test_the_first_days_show_before_the_first_month_is_over(client):
    release("day", date(2026, 11, 30), 30)

    assert shown(client)["period"] == "day"
    assert shown(client, period="month")["period"] == "month"


def test_a_small_live_number_is_nowhere_on_the_page(client):
    city = small_city()
    for resident in city.residents[:8]:
        log(resident, city.actions["bike"], clock.today(), place=city.towns[0], quantity="1.517")
    fold_totals()

    text = page(client)

    assert wording.SUPPRESSED in text
    assert not re.search(r"1\.(59|8)|227\.5|1,?820", text)


def test_live_numbers_change_nothing_of_what_is_published(client):
    release("month", NOVEMBER, 400)
    city = small_city(residents=30)
    for resident in city.residents:
        log(resident, city.actions["bike"], date(2026, 11, 3), place=city.towns[0])
    fold_totals()

    charts = {chart.key: chart for chart in shown(client, start="2026-11-01")["charts"]}

    assert set(charts) == {"trend", "category", "town", "evidence", "channel"}
    assert charts["trend"].rows[-1][:3] == ("2026年11月", "400", "200")
    assert [row[:2] for row in charts["category"].rows] == [("行", "200"), ("住", "200")]


def test_without_a_stretch_the_latest_month_is_shown_and_unknown_words_are_the_usual(client):
    release("month", date(2026, 10, 1), 300)
    release("month", NOVEMBER, 400)

    for query in ({}, {"period": "../etc"}, {"start": "2026-13-45"}, {"metric": "😀" * 300}, {"start": "x"}):
        context = shown(client, **query)
        assert context["stretch_name"] == "2026年11月"
        assert context["metric"] == "logs"
    assert shown(client, start="2026-10-17")["stretch_name"] == "2026年10月"


def test_neighbours_are_the_published_ones(client):
    for start, logs in ((date(2026, 8, 1), 100), (date(2026, 10, 1), 300), (NOVEMBER, 400)):
        release("month", start, logs)

    context = shown(client, start="2026-10-01")

    assert (context["earlier"], context["later"]) == (date(2026, 8, 1), NOVEMBER)


def test_a_later_version_takes_the_place_of_the_earlier_one(client):
    release("month", NOVEMBER, 400)
    release("month", NOVEMBER, 420, version=2)

    context = shown(client)

    assert context["city_row"].logs == 420
    assert "第2版" in page(client)


def test_changes_are_named_for_what_they_are(client):
    release("month", date(2025, 11, 1), 200)
    release("month", date(2026, 10, 1), 500)
    release("month", NOVEMBER, 400)

    comparison = shown(client)["comparison"]

    assert comparison.before_word == "环比"
    logs, people, _, share = comparison.rows
    assert (logs.now, logs.before, logs.change) == ("400", "500", "−20.0%")
    assert (logs.last_year, logs.change_of_year) == ("200", "+100.0%")
    assert people.now == "200"
    assert share.change == "持平"


def test_a_share_changes_in_points(client):
    kinds = [cell("self_reported", "自己记录", 300), cell("evidenced", "有凭证", 100)]
    release("month", date(2026, 10, 1), 500)
    release("month", NOVEMBER, 400, evidence=kinds)

    share = shown(client)["comparison"].rows[-1]

    assert (share.now, share.before, share.change) == ("75.0%", "25.0%", "+50.0个百分点")


def test_a_hidden_kind_of_evidence_is_in_no_share(client):
    kinds = [cell("self_reported", "自己记录", 300), cell("evidenced", "有凭证", None)]
    release("month", NOVEMBER, 400, evidence=kinds)

    context = shown(client)

    assert context["comparison"].rows[-1].now == "—"
    chart = next(chart for chart in context["charts"] if chart.key == "evidence")
    assert chart.rows[1][1:] == ("不公布",) * 5


def test_the_trend_stands_beside_the_same_days_of_the_year_before(client):
    for back in range(3):
        release("day", date(2026, 11, 30) - timedelta(days=back), 100 + back)
        release("day", date(2025, 11, 30) - timedelta(days=back), 50)

    around_it = around_stretch("day", None)
    assert around_it is not None
    assert around_it.compared[0] == "上年同期"
    trend = shown(client, period="day")["charts"][0]
    assert trend.head[-1] == "上年同期次数"
    assert trend.rows[-1][-1] == "50"


def test_without_a_year_before_the_days_before_are_named_so():
    for back in range(60):
        release("day", date(2026, 11, 30) - timedelta(days=back), 100 + back)

    around_it = around_stretch("day", None)

    assert around_it is not None
    name, days = around_it.compared
    assert name == "之前30天"
    assert days[-1] == date(2026, 10, 31)


def test_towns_can_be_sorted_with_hidden_ones_last(client):
    towns = [cell("1", "甲镇", None), cell("2", "乙镇", 20), cell("3", "丙镇", 50)]
    release("month", NOVEMBER, 400, town=towns)

    def names(**query):
        chart = next(chart for chart in shown(client, **query)["charts"] if chart.key == "town")
        return [row[0] for row in chart.rows]

    assert names() == ["甲镇", "乙镇", "丙镇"]
    assert names(order="logs") == ["丙镇", "乙镇", "甲镇"]
    assert re.search(r'<details[^>]*id="table-town"\s+open>', page(client, order="logs"))


def test_there_is_no_rate_without_a_population_and_none_is_invented(client):
    release("month", NOVEMBER, 400)

    context = shown(client, metric="rate")

    assert context["metric"] == "logs"
    assert "rate" not in context["metrics"]
    assert NO_POPULATION in page(client)


def test_a_rate_is_logs_for_each_thousand_residents(client):
    release("month", NOVEMBER, 400)
    area("990001", "第1镇", parent=area("999999", "测试市", "city"))
    Area.objects.filter(code="990001").update(population=8000, population_year=2025)

    context = shown(client, metric="rate")

    town = next(chart for chart in context["charts"] if chart.key == "town")
    assert [row[-1] for row in town.rows] == ["25.0", "—"]
    assert "2025年数" in "".join(town.notes)


def test_the_page_reads_few_rows_however_much_was_logged(client, django_assert_num_queries):
    for back in range(40):
        release("day", date(2026, 11, 30) - timedelta(days=back), 100 + back)
    client.get(URL, {"period": "day"})

    # Three for the live number, one for the fold, three for the stretch, one for populations.
    with django_assert_num_queries(8):
        client.get(URL, {"period": "day"})


@pytest.mark.parametrize("key", ["trend", "category", "town", "evidence", "channel"])
def test_each_chart_is_saved_as_a_picture_that_says_what_it_is(client, key):
    release("month", NOVEMBER, 400)

    response = client.get(reverse("indicators:statistics-chart", args=[key]))

    assert response.status_code == 200
    assert response["Content-Type"].startswith("image/svg+xml")
    assert response["Content-Disposition"] == f'attachment; filename="{key}-2026-11-01.svg"'
    words = "".join(ElementTree.fromstring(response.content).itertext())
    assert "不是碳信用" in words
    assert "2026年11月" in words


def test_an_unknown_chart_is_not_found(client):
    assert client.get("/statistics/chart/trend.svg").status_code == 404
    release("month", NOVEMBER, 400)
    assert client.get("/statistics/chart/nothing.svg").status_code == 404


def test_every_chart_has_its_table_and_a_way_to_its_method(client):
    release("month", NOVEMBER, 400)

    text = page(client)

    for key in ("trend", "category", "town", "evidence", "channel"):
        assert f'id="table-{key}"' in text
        assert f"/statistics/chart/{key}.svg?" in text
    assert text.count("怎么算的<span") == 5


def test_the_estimate_is_that_of_the_published_edition(client):
    release("month", NOVEMBER, 400)

    assert wording.estimate(method_version="9", factor_year="2099") in page(client)


def test_the_live_number_can_be_polled(client):
    response = client.get("/statistics/now.json")

    assert set(json.loads(response.content)) == {"today", "week", "month", "total"}
    assert response["Cache-Control"] == "public, max-age=5"
    assert 'data-live-poll="/statistics/now.json"' in page(client)


def test_theme_days_are_told_from_published_days_only():
    class Span:
        name, slug, is_main, theme = "世界环境日", "environment-day", True, ""
        from_on = to_on = date(2026, 6, 5)

    class Week(Span):
        name = "节能宣传周"
        from_on, to_on = date(2026, 6, 8), date(2026, 6, 9)

    old = sources._functions.get("theme_days")
    sources.register("theme_days", lambda year: [Span, Week])
    try:
        release("day", date(2026, 6, 5), 120)
        release("day", date(2026, 6, 8), 30)
        release("day", date(2026, 6, 9), None)
        one, week = around.theme_days(2026, until=date(2026, 11, 30))
    finally:
        sources.register("theme_days", old)

    assert one.day is not None
    assert (one.logs, one.day.people) == (120, 60)
    # One of its days is hidden: the sum would tell it.
    assert (week.logs, week.day) == (None, None)


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ((50, 30, 12), (50, 30, 12)),
        ((9, 0, 0), (None, 0, 0)),
        ((50, 45, 45), (50, None, None)),
        ((50, 50, 40), (50, 50, 40)),
        ((50, 45, 20), (50, None, 20)),
        ((0, 0, 0), (0, 0, 0)),
    ],
)
def test_counts_of_families_tell_no_small_group(numbers, told):
    assert around.chain_told(*numbers) == told


def test_the_page_about_the_numbers_says_what_they_cannot_tell(client):
    text = client.get(reverse("indicators:statistics-about")).content.decode()

    assert "不能。" in text
    assert wording.NOT_THE_CITYS_SHARE in text
    assert "不是碳信用" in text
    assert "292吨" in text
    for anchor in ("people", "evidence", "ranges", "towns", "channels", "late", "hidden"):
        assert f'id="{anchor}"' in text


def test_the_travel_mix_never_stands_beside_the_plans_target():
    """No template of ours that speaks of the mix names 50 % or 70 % or a travel target."""
    words = re.compile(r"出行方式构成|NOT_THE_CITYS_SHARE|not_the_citys_share")
    target = re.compile(r"(50|70)\s*%|[≥>]\s*(50|70)|目标值|plan_target")
    mixed = []
    for folder in ("site", "content", "campaigns", "carbon_points"):
        for file in (settings.ROOT / folder).rglob("*.html"):
            text = file.read_text(encoding="utf-8")
            if words.search(text) and target.search(text):
                mixed.append(str(file))

    assert mixed == []


def test_pages_that_speak_of_the_mix_show_no_target(client):
    release("month", NOVEMBER, 400)

    for address in (URL, "/statistics/about/"):
        text = client.get(address).content.decode()
        assert wording.NOT_THE_CITYS_SHARE in text
        assert not re.search(r"[≥>]\s*(50|70)", text)


def test_a_stopped_release_is_never_shown(client):
    release("month", NOVEMBER, 400)
    Release.objects.update(state="stopped")

    assert "还没有发布这样的数据" in page(client)
