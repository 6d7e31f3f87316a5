"""The staff's dashboard: who may enter, what it counts, what it hides from staff too."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.models import User
from core import clock
from indicators.forms.trends import TrendForm
from indicators.models import Measured, PeriodTotal
from indicators.selectors import around
from indicators.selectors.staff import crossed, totals
from indicators.services.quality import measure_quality, top_of
from indicators.services.totals import fold_totals
from tests.indicators.builders import log, small_city, undo

pytestmark = pytest.mark.django_db
PAGES = ["/stats/", "/stats/trends/", "/stats/quality/", "/stats/chart/category.svg"]


@pytest.fixture(autouse=True)
def _fresh():
    around.forget()


@pytest.fixture
def city():
    made = small_city(residents=30)
    today = clock.today()
    for number, resident in enumerate(made.residents):
        what = made.actions["bike" if number % 2 else "water"]
        log(resident, what, today, place=made.towns[0] if number < 22 else made.towns[1])
    log(made.residents[0], made.actions["print"], today, place=made.towns[0])
    fold_totals()
    return made


@pytest.fixture
def staff(client):
    user = User.objects.create_user(is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_daytotal"))
    client.force_login(user)
    return client


@pytest.mark.parametrize("url", PAGES)
def test_only_staff_with_the_right_come_in(client, url):
    assert client.get(url).status_code == 302
    client.force_login(User.objects.create_user())
    assert client.get(url).status_code == 403
    client.force_login(User.objects.create_user(is_staff=True))
    assert client.get(url).status_code == 403


@pytest.mark.parametrize("url", PAGES[:3])
def test_the_pages_open_without_any_log(staff, url):
    response = staff.get(url)

    assert response.status_code == 200
    assert "ly-chart" in response.content.decode()


def test_the_overview_counts_people_exactly(staff, city):
    context = staff.get("/stats/").context

    tiles = {tile.label: tile.value for tile in context["tiles"]}
    assert tiles["参与人数（周）"] == tiles["参与人数（月）"] == "30"
    assert tiles["记录数"] == "30"
    assert tiles["估算减排"] == "4.5\u00a0千克"
    assert all(tile.definition and tile.how for tile in context["tiles"])
    # The month is not over: it stands beside no whole month.
    assert (
        next(tile for tile in context["tiles"] if tile.label == "记录数").change == "本期未结束，结束后再比"
    )


def test_small_cells_are_hidden_from_staff_too(staff, city):
    charts = {chart.key: chart for chart in staff.get("/stats/").context["charts"]}

    rows = {row[0]: row[1:] for row in charts["town"].rows}
    assert rows[city.towns[0].name][0] == "22"
    assert rows[city.towns[1].name] == ("不足10人",) * 4
    assert rows[city.towns[2].name][0] == "0"


def test_every_chart_of_the_overview_is_a_picture(staff, city):
    charts = staff.get("/stats/").context["charts"]

    assert [chart.key for chart in charts] == ["trend-logs", "category", "town", "evidence", "channel"]
    for chart in charts:
        assert staff.get(chart.picture).status_code == 200
    assert staff.get("/stats/chart/nothing.svg").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        {"period": "week"},
        {"period": "year"},
        {"start": "0001-01-01"},
        {"start": "9999-12-31"},
        {"start": "x"},
    ],
)
def test_any_address_is_answered(staff, query):
    assert staff.get("/stats/", query).status_code == 200


def test_one_filter_has_people(staff, city):
    context = staff.get("/stats/trends/", {"category": "travel"}).context

    logs, people = context["charts"]
    assert people.rows[-1][1:3] == ("15", "15")
    assert [chart.key for chart in context["charts"]] == ["trend-logs", "trend-people"]
    assert logs.title == "行：逐日次数"
    actions = {row.code: row.logs for row in context["actions"]}
    assert actions == {city.actions["bike"].code: 15}


def test_crossed_filters_have_logs_and_no_people(staff, city):
    context = staff.get("/stats/trends/", {"category": "travel", "town": city.towns[0].code}).context

    (chart,) = context["charts"]
    assert "人数" not in chart.head
    assert chart.rows[-1][1] == "11"
    assert "人数不可相加" in chart.notes[0]
    assert staff.get(chart.picture).status_code == 200


def test_crossed_sums_under_ten_are_hidden(city):
    filters = crossed.Filters(clock.today(), clock.today(), town=city.towns[1].code, category="travel")

    (day,) = crossed.by_day(filters).values()

    assert day.suppressed
    assert day.logs is None


def test_a_township_has_its_communities_in_it(city):
    for resident in city.residents[:10]:
        log(resident, city.actions["bus"], clock.today(), place=city.communities[2])
    fold_totals()
    filters = crossed.Filters(clock.today(), clock.today(), town=city.towns[2].code, category="travel")

    (day,) = crossed.by_day(filters).values()

    assert day.logs == 10


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"category": "travel", "channel": "web", "from_on": "2025-01-01"}, "from_on"),
        ({"from_on": "2026-11-02", "to_on": "2026-11-01"}, "from_on"),
        ({"category": "travel", "organisation": "x"}, "organisation"),
        ({"category": "travel", "evidence": "unquantified"}, "evidence"),
        ({"category": "nonsense"}, "category"),
        ({"period": "hour"}, "period"),
        ({"from_on": "yesterday"}, "from_on"),
        ({"from_on": "0001-01-01"}, "from_on"),
    ],
)
def test_what_cannot_be_answered_is_said_at_its_field(staff, query, field):
    assert set(TrendForm(query).errors) == {field}
    response = staff.get("/stats/trends/", query)
    assert response.status_code == 422
    assert response.context["charts"] == []


def test_the_overview_takes_a_fixed_number_of_queries(staff, city, django_assert_max_num_queries):
    staff.get("/stats/")
    with django_assert_max_num_queries(26):
        staff.get("/stats/")
    for days in range(1, 40):
        log(city.residents[days % 30], city.actions["bus"], clock.today() - timedelta(days=days))
    fold_totals()
    with django_assert_max_num_queries(26):
        staff.get("/stats/")


def test_organisations_of_fewer_than_ten_people_are_not_listed(city):
    month = clock.today().replace(day=1)
    for code, people in (("big", 10), ("small", 9)):
        PeriodTotal.objects.create(
            period="month", start=month, scope="organisation", key=code, logs=50, people=people
        )

    assert [row.code for row in totals.organisations("month", month)] == ["big"]


def test_quality_is_measured_by_a_job_and_only_read_by_the_page(staff, city):
    undo(log(city.residents[3], city.actions["bike"], clock.today()))
    assert "还没有第一次结果" in staff.get("/stats/quality/").content.decode()

    measure_quality(today=clock.today())
    measure_quality(today=clock.today())

    kept = Measured.objects.get()
    assert kept.value["reversals"]["logs"] == 32
    assert sum(kept.value["reversals"]["causes"].values()) == 1
    assert kept.value["top"]["people"] == 30
    found = staff.get("/stats/quality/").context["quality"]
    assert found.reversal_rate == pytest.approx(100 / 32)
    # One per cent of thirty people is one person: nothing is said.
    assert found.top_share is None


def test_the_top_hundredth_is_counted_from_groups():
    assert top_of([(100, 2), (5, 198)]) == {"people": 200, "top_people": 2, "top_logs": 200, "logs": 1190}
    assert top_of([(9, 1000)])["top_logs"] == 90
    assert top_of([]) == {"people": 0, "top_people": 0, "top_logs": 0, "logs": 0}


def test_the_navigation_shows_what_a_person_may_use(staff):
    text = staff.get("/stats/").content.decode()

    assert "/stats/trends/" in text
    assert "/stats/official/" not in text


def test_staff_find_the_desk_in_the_admin_menu(staff):
    user = User.objects.get(is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))

    assert reverse("indicators:stats") in staff.get("/cms/").content.decode()
