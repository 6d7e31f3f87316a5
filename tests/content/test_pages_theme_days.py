"""The calendar of theme days: dates by rule, by notice and not yet known; the next day first."""

from datetime import date

import pytest

from content.models import ThemeDay, ThemeDayIndexPage, ThemeDayYear
from content.selectors.theme_days import day_view, next_theme_day
from content.services.home import ensure_home_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def days() -> dict[str, ThemeDay]:
    ensure_home_page().add_child(instance=ThemeDayIndexPage(title="主题日", slug="theme-days"))
    made = {
        "earth": ThemeDay(name="地球日", slug="earth", rule="fixed", month=4, day=22),
        "water": ThemeDay(name="水周", slug="water", rule="fixed", month=3, day=29, days=7),
        "hour": ThemeDay(name="一小时", slug="hour", rule="nth_weekday", month=3, nth=-1, weekday=5),
        "low": ThemeDay(name="低碳日", slug="low", rule="notice", month=6, usual_time="节能周第三天"),
    }
    for record in made.values():
        record.description, record.source, record.live = "是什么", "依据文件", True
        record.save()
    return made


def notice(day: ThemeDay, **values) -> ThemeDayYear:
    return ThemeDayYear.objects.create(day=day, source="当年通知", **values)


def test_a_day_by_notice_waits_until_the_notice_is_there(client, days, time_machine_at):
    time_machine_at("2026-05-01")
    html = client.get("/theme-days/").content.decode()
    assert html.count("待通知") == 1
    assert "节能周第三天" in html

    notice(days["low"], year=2026, starts_on=date(2026, 6, 17), theme="绿色转型")
    html = client.get("/theme-days/").content.decode()
    assert "待通知" not in html
    assert "2026年6月17日 星期三" in html
    assert "绿色转型" in html
    assert "当年通知" in html


def test_the_notice_of_one_year_says_nothing_about_another(client, days, time_machine_at):
    time_machine_at("2026-05-01")
    notice(days["low"], year=2025, starts_on=date(2025, 6, 25))

    assert "待通知" in client.get("/theme-days/?year=2026").content.decode()
    assert "待通知" not in client.get("/theme-days/?year=2025").content.decode()


def test_dates_follow_the_rule_and_a_week_says_both_ends(days):
    assert day_view(days["earth"], 2026).words == "2026年4月22日 星期三"
    assert day_view(days["water"], 2026).words == "2026年3月29日至4月4日"
    assert day_view(days["hour"], 2027).starts_on == date(2027, 3, 27)


@pytest.mark.parametrize(
    ("today", "name", "running"),
    [
        ("2026-03-01", "一小时", False),
        ("2026-03-30", "水周", True),
        ("2026-04-22", "地球日", True),
        ("2026-04-23", "一小时", False),
    ],
)
def test_the_next_day_is_today_or_the_nearest_ahead(days, time_machine_at, today, name, running):
    time_machine_at(today)
    day = next_theme_day()

    assert day is not None
    assert (day.name, day.running) == (name, running)


def test_a_draft_is_in_no_calendar(client, days):
    days["earth"].live = False
    days["earth"].save()

    assert "地球日" not in client.get("/theme-days/").content.decode()


@pytest.mark.parametrize("year", ["1999", "abc", "9" * 30, "²⁰²⁶"])
def test_a_year_that_is_not_offered_shows_this_one(client, days, time_machine_at, year):
    time_machine_at("2026-05-01")

    assert "2026年4月22日" in client.get("/theme-days/", {"year": year}).content.decode()


def test_the_calendar_costs_the_same_for_one_day_and_for_several(client, days, django_assert_num_queries):
    client.get("/theme-days/")
    with django_assert_num_queries(10):
        client.get("/theme-days/")
    ThemeDay.objects.exclude(slug="earth").delete()
    with django_assert_num_queries(10):
        client.get("/theme-days/")
