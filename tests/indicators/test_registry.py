"""The public registry, and the plan's pages with official values."""

from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from content.plan import ImportRefused
from content.services.plan_edition import load_plan_edition
from content.services.plan_indicators import load_indicators
from indicators.models import PlanIndicator
from indicators.participation import catalogue
from indicators.plan_places import address_of
from tests.indicators.officials import confirmed, entered, entry, indicator, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(db):
    load_plan_edition(folder=settings.CITY.folder)


def test_every_indicator_of_the_plan_is_listed(plan, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        text = client.get("/indicators/").text

    codes = PlanIndicator.objects.values_list("code", flat=True)
    assert len(codes) == 127
    assert all(f'href="/indicators/{code}/"' in text for code in codes)
    assert text.count("ly-origin--official") == 128
    assert "行动6 · " in text
    assert "总目标" in text


def test_kind_and_words_narrow_the_list(plan, client):
    some = client.get("/indicators/?kind=headline&q=绿色出行").text
    assert "A5-01" in some
    assert "A5-03" not in some
    assert "A5-01" in client.get("/indicators/?q=a5-01").text
    assert "没有符合的指标" in client.get("/indicators/?q=不存在的词").text
    assert client.get("/indicators/?kind=%F0%9F%98%80&q=%E2%80%8B").status_code == 200


def test_states_of_an_indicator(client):
    year = timezone.localdate().year
    indicator("A1-01", target_year=year - 1)
    indicator("A1-02", target_year=year + 1)
    indicator("A1-03")
    indicator("A1-04", kind="baseline_fact", baseline=3, baseline_year=2021)

    assert "待公布" in client.get("/indicators/A1-01/").text
    text = client.get("/indicators/").text
    for sentence in (f"目标年{year + 1}", "方案没有写年份", "现状", "待公布"):
        assert sentence in text
    assert "这是现状，不是目标" in client.get("/indicators/A1-04/").text
    for code in ("A9-99", "x" * 300, "%F0%9F%98%80", "p"):
        assert client.get(f"/indicators/{code}/").status_code == 404


def test_a_value_older_than_the_target_year_is_shown_and_the_result_stays_awaited(client):
    year = timezone.localdate().year
    indicator("A1-01", target_year=year - 1)
    first, second = person("统计员"), person("统计员")
    confirmed(first, second, "A1-01", entry("10", date(year - 2, 12, 31)))

    assert f"{year - 1}年结果待公布" in client.get("/indicators/").text
    confirmed(first, second, "A1-01", entry("11", date(year - 1, 12, 31), document_url="https://a.cn/"))
    text = client.get("/indicators/A1-01/").text
    assert "待公布" not in text
    assert 'href="https://a.cn/"' in text
    confirmed(first, second, "A1-01", entry("12", date(year - 1, 12, 31)))
    assert "已更正" in client.get("/indicators/A1-01/").text


def test_nothing_about_staff_or_waiting_values_is_public(client):
    indicator("A1-01")
    first = person("统计员")
    first.nickname = "小陈不公开"
    first.save()
    confirmed(first, person("统计员"), "A1-01")
    entered(first, "A1-01", entry("77.7", date(2024, 12, 31)))

    text = client.get("/indicators/A1-01/").text

    assert "小陈不公开" not in text
    assert "77.7" not in text


def test_participation_indicators_carry_the_other_badge(client):
    text = client.get("/indicators/?kind=participation").text

    assert "ly-origin--computed" in text
    assert "方案未设数值目标" in text
    for code, one in catalogue.DEFINITIONS.items():
        assert f'href="/indicators/p/{code}/"' in text
        assert one.name in text


def test_the_plans_pages_show_what_is_confirmed(plan):
    solar = PlanIndicator.objects.get(code="A1-01")
    first, second = person("统计员"), person("统计员")
    part = address_of(solar.anchor)
    confirmed(first, second, "A1-01", entry("139.5"))

    for page in ("/plan/indicators/", part):
        text = Client().get(page).text
        assert "139.5" in text
        assert 'href="/indicators/A1-01/"' in text
    assert f'href="{part}"' in Client().get("/indicators/A1-01/").text


def test_an_indicator_with_official_values_does_not_go(tmp_path):
    indicator("A1-01")
    indicator("A1-02")
    entered(person("统计员"), "A1-01")
    (tmp_path / "plan_indicators.csv").write_text(
        (settings.CITY.folder / "plan_indicators.csv").read_text("utf-8").splitlines()[0] + "\n", "utf-8"
    )

    with pytest.raises(ImportRefused, match="A1-01，但它已经填报过官方数值"):
        load_indicators(folder=tmp_path, anchors={}, expected=set())

    assert PlanIndicator.objects.count() == 2
