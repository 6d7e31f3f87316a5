"""My week, choices, figures and the account of a year; the API of all of it."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from PIL import Image

from accounts.models import JoinTries
from carbon_points.models import BoardRow, HabitChoice
from carbon_points.rules.weeks import monday_of
from carbon_points.selectors.habits import week_of
from carbon_points.selectors.impact import impact_of
from carbon_points.selectors.year import open_years, poster_of, year_account
from carbon_points.services.logs import undo_log
from core import clock
from tests.carbon_points.habit_world import choose, city, did, someone, team_of
from tests.carbon_points.ledger_world import NOW, TODAY, make_action, record

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DECEMBER = "2026-12-01 09:00+08:00"


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def resident():
    return someone("骑行的老伍")


@pytest.fixture
def signed_in(client, resident):
    client.force_login(resident)
    return client


def test_my_week_has_dots_in_words_and_the_total_goes_on(signed_in, resident):
    did(resident)
    did(resident, day=TODAY - DAY)

    text = signed_in.get("/me/").content.decode()

    assert "周一，有记录" in text
    assert "周二，还没到" in text
    week = week_of(resident)
    assert (week.done, week.total, week.goal, week.words) == (1, 2, None, "")


def test_kind_words_when_my_goal_is_reached_and_none_when_it_is_not(signed_in, resident):
    choose(resident, weekly_goal=1)
    assert "小目标达到了" not in signed_in.get("/me/").content.decode()

    did(resident)
    assert "这周的小目标达到了：1 天。为您高兴！" in signed_in.get("/me/").content.decode()


def test_the_week_can_be_switched_off_by_me_and_by_the_city(signed_in, resident):
    choose(resident, shows_week=False)
    assert signed_in.get("/me/").context["week"] is None
    assert "ly-days" not in signed_in.get("/me/").content.decode()

    choose(resident)
    city(shows_week=False)
    assert signed_in.get("/me/").context["week"] is None


def test_my_week_takes_four_queries(resident, django_assert_num_queries):
    did(resident, times=3)

    with django_assert_num_queries(4):
        week_of(resident)
    choose(resident, shows_week=False)
    with django_assert_num_queries(1):
        week_of(resident)


SWITCHES = {"shows_week": "on", "shows_badges": "on", "year_account": "on"}


def test_nothing_is_chosen_for_anybody(signed_in):
    form = signed_in.get("/me/settings/habits/").context["form"]

    assert (form["weekly_goal"].value(), form["in_ranking"].value()) == ("", False)
    assert HabitChoice.objects.count() == 0


def test_choices_are_kept_and_saving_twice_changes_nothing(signed_in, resident):
    for _ in range(2):
        answer = signed_in.post("/me/settings/habits/", {"weekly_goal": "3", "shows_week": "on"})

    assert answer.url == "/me/settings/habits/"
    choice = HabitChoice.objects.get()
    assert (choice.weekly_goal, choice.shows_week, choice.shows_badges) == (3, True, False)
    assert (choice.in_ranking, choice.year_account) == (False, False)


@pytest.mark.parametrize("goal", ["0", "8", "-1", "x", "3.5"])
def test_a_goal_that_is_none_is_refused_and_nothing_is_kept(signed_in, goal):
    answer = signed_in.post("/me/settings/habits/", {"weekly_goal": goal})

    assert answer.status_code == 422
    assert HabitChoice.objects.count() == 0


def test_a_teenager_is_told_why_and_the_rest_is_not_kept(client):
    teen = someone(age_band="14to17")
    client.force_login(teen)

    answer = client.post("/me/settings/habits/", SWITCHES | {"in_ranking": "on"})

    assert answer.status_code == 403
    assert "年满18岁" in answer.content.decode()
    assert HabitChoice.objects.count() == 0


def test_settings_take_a_fixed_number_of_queries(signed_in, django_assert_num_queries):
    with django_assert_num_queries(3):
        signed_in.get("/me/settings/habits/")


def test_my_figures_add_up_what_stands(signed_in, resident):
    did(resident, times=2)
    (gone,) = did(resident)
    undo_log(resident=resident, log_id=gone.pk, now=NOW)
    record(resident, make_action("FD-VEG", category="food", method={"net_g_per_unit": 100}))
    did(resident, day=TODAY - 20 * DAY)
    did(someone())

    week = impact_of(resident, period="week", day=TODAY, today=TODAY)
    month = impact_of(resident, period="month", day=TODAY, today=TODAY)
    year = impact_of(resident, period="year", day=TODAY, today=TODAY)

    assert (week.total.logs, week.total.milligrams) == (3, 2 * 52_000 + 100_000)
    assert [(part.label, part.logs) for part in week.categories] == [("食", 1), ("行", 2)]
    assert [part.logs for part in week.parts] == [3, 0, 0, 0, 0, 0, 0]
    assert [part.label for part in month.parts][:3] == ["1日", "2日至8日", "9日至15日"]
    assert month.total.logs == year.total.logs == 4
    assert [part.logs for part in year.parts] == [0] * 10 + [4, 0]
    assert (week.later, year.later) == (None, None)


@pytest.mark.parametrize("period", ["week", "month", "year"])
def test_my_figures_take_a_fixed_number_of_queries(signed_in, resident, django_assert_num_queries, period):
    for number in range(20):
        did(resident, day=TODAY - number * DAY)

    with django_assert_num_queries(3):
        page = signed_in.get(f"/me/impact/?period={period}")
    assert "估算值，仅用于鼓励参与" in page.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "period=decade",
        "day=2999-01-01",
        "day=0001-01-01",
        "day=x",
        "day=2026-02-30",
        "period=year&day=2019-01-01",
    ],
)
def test_strange_days_show_a_page(signed_in, query):
    assert signed_in.get(f"/me/impact/?{query}").status_code == 200


def test_the_account_of_a_year_opens_in_december(signed_in, resident):
    did(resident, times=3)
    assert open_years(TODAY)[0] == 2025
    assert signed_in.get("/me/year/2026/").status_code == 404
    assert signed_in.get("/me/year/2026/poster.jpg").status_code == 404

    with time_machine.travel(DECEMBER, tick=False):
        page = signed_in.get("/me/year/2026/")
        assert (page.status_code, page.context["account"].total.logs) == (200, 3)
        assert "2026年绿色账单" in signed_in.get("/me/").content.decode()


def test_the_account_counts_that_year_only_and_what_stands(resident):
    did(resident, day=TODAY, times=2)
    (gone,) = did(resident)
    undo_log(resident=resident, log_id=gone.pk, now=NOW)
    make_action("FD-VEG", category="food")
    did(someone(), times=9)

    with time_machine.travel(DECEMBER, tick=False):
        account = year_account(resident, 2026)
        assert year_account(resident, 2025).is_empty

    assert (account.days, account.total.logs, account.total.milligrams) == (1, 2, 104_000)
    assert (account.favourite, account.favourite_logs, account.busiest) == ("乘公交", 2, "11月")
    assert [(part.label, part.logs) for part in account.categories] == [("行", 2)]


def test_the_poster_is_a_picture_with_a_masked_name(signed_in, resident):
    did(resident)

    with time_machine.travel(DECEMBER, tick=False):
        answer = signed_in.get("/me/year/2026/poster.jpg")
        text = poster_of(resident, year_account(resident, 2026), address="https://example.org/")

    assert answer["Content-Type"] == "image/jpeg"
    assert "no-store" in answer["Cache-Control"]
    assert Image.open(io.BytesIO(answer.content)).size == (1080, 1440)
    assert text.title == "骑***伍的2026年绿色账单"
    assert "骑行的老伍" not in str(text)
    # It travels without the page around it.
    assert "未经第三方核查，不是碳信用" in text.footer


def test_a_year_without_records_has_kind_words_and_no_poster(signed_in):
    page = signed_in.get("/me/year/2025/")

    assert page.status_code == 200
    assert "想做的时候再记就好" in page.content.decode()
    assert "poster.jpg" not in page.content.decode()
    assert signed_in.get("/me/year/2025/poster.jpg").status_code == 404


def test_the_account_can_be_switched_off_by_me_and_by_the_city(signed_in, resident):
    choose(resident, year_account=False)
    page = signed_in.get("/me/year/2025/")
    assert page.status_code == 404
    assert "您关闭了年度账单" in page.content.decode()
    assert signed_in.get("/me/year/2025/poster.jpg").status_code == 404

    choose(resident)
    city(shows_year_account=False)
    assert "年度账单现在没有开放" in signed_in.get("/me/year/2025/").content.decode()


@pytest.mark.parametrize("year", ["1", "2019", "9999", "9223372036854775807"])
def test_a_year_that_is_none_is_not_found(signed_in, year):
    assert signed_in.get(f"/me/year/{year}/").status_code == 404


@pytest.mark.parametrize("times", [1, 20])
def test_the_account_takes_a_fixed_number_of_queries(signed_in, resident, django_assert_num_queries, times):
    did(resident, times=times)

    with time_machine.travel(DECEMBER, tick=False), django_assert_num_queries(6):
        signed_in.get("/me/year/2026/")


@pytest.mark.parametrize("path", ["/me/settings/habits/", "/me/impact/", "/me/year/2025/", "/rank/personal/"])
def test_own_pages_want_a_sign_in_and_are_not_kept(client, resident, path):
    assert client.get(path).url.startswith("/accounts/login/")

    client.force_login(resident)
    assert "no-store" in client.get(path)["Cache-Control"]


# The API.


def post(client, path, body, key=""):
    headers = {"Idempotency-Key": key or str(uuid4())}
    return client.post(f"/api/v1{path}", body, content_type="application/json", headers=headers)


CHOICES = {
    "weekly_goal": 1,
    "shows_week": True,
    "shows_badges": True,
    "in_ranking": False,
    "year_account": True,
}


def test_the_api_tells_my_week_and_keeps_my_choices(signed_in, resident):
    did(resident)
    body = CHOICES | {"shows_week": False, "in_ranking": True}

    answer = post(signed_in, "/me/habits", body)
    week = signed_in.get("/api/v1/me/week").json()

    assert (answer.status_code, answer.json()) == (200, body)
    assert signed_in.get("/api/v1/me/habits").json() == body
    assert (week["done"], week["total"], week["goal"], week["goal_reached"]) == (1, 1, 1, True)
    assert week["days"][0] == {"day": "2026-11-23", "done": True}


@pytest.mark.parametrize("change", [{"weekly_goal": 8}, {"weekly_goal": 0}, {"more": 1}])
def test_the_api_refuses_what_is_no_choice(signed_in, change):
    answer = post(signed_in, "/me/habits", CHOICES | change)

    assert answer.status_code == 422
    assert HabitChoice.objects.count() == 0


def test_the_api_joins_once_and_lists_my_teams(signed_in, resident):
    team = team_of(someone(), weekly_goal=5)
    key = str(uuid4())

    first, again = (post(signed_in, "/teams/join", {"code": team.join_code}, key) for _ in range(2))
    did(resident)

    assert (first.status_code, first.json()) == (200, again.json())
    (item,) = signed_in.get("/api/v1/teams").json()["items"]
    assert (item["members"], item["logs"], item["percent"]) == (2, 1, 20)
    assert "join_code" not in item


def test_a_wrong_code_over_the_api_is_counted_and_the_eleventh_is_refused(signed_in):
    answers = [post(signed_in, "/teams/join", {"code": "QQQQQQ"}).status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]
    assert JoinTries.objects.get().tries == 10


def test_boards_over_the_api_are_open_and_have_no_counts(client):
    for number in range(3):
        BoardRow.objects.create(
            week=monday_of(clock.today()),
            board="town",
            key=str(number),
            name=f"镇{number}",
            people=9 + number,
            members=40,
            updated_at=NOW,
        )

    page = client.get("/api/v1/boards?board=town&limit=2").json()
    rest = client.get(f"/api/v1/boards?board=town&limit=2&cursor={page['next_cursor']}").json()

    assert page["items"] == [{"name": "镇0", "percent": None}, {"name": "镇1", "percent": 25}]
    assert rest["items"] == [{"name": "镇2", "percent": 30}]
    assert rest["next_cursor"] is None
    assert page["note"].startswith("自愿参与")


@pytest.mark.parametrize("query", ["board=person", "board=x", "cursor=-1", "limit=0", "cursor=9999999"])
def test_a_strange_board_over_the_api_is_refused(client, query):
    assert client.get(f"/api/v1/boards?{query}").status_code == 422


def test_the_api_of_mine_wants_a_sign_in(client):
    for path in ("/me/week", "/me/habits", "/teams"):
        assert client.get(f"/api/v1{path}").status_code == 401
    assert post(client, "/teams/join", {"code": "ABCDEF"}).status_code == 401


@pytest.mark.parametrize("rows", [1, 20])
def test_lists_of_the_api_take_fixed_queries(signed_in, resident, django_assert_num_queries, rows):
    for number in range(rows):
        BoardRow.objects.create(
            week=monday_of(clock.today()), board="town", key=str(number), name="镇", updated_at=NOW
        )
    for number in range(min(rows, 5)):
        team_of(resident, name=f"队{number}")

    with django_assert_num_queries(3):
        signed_in.get("/api/v1/boards?board=town")
    with django_assert_num_queries(4):
        signed_in.get("/api/v1/teams")
