"""Boards say what a count by hand says, hide small groups, and show people only who chose it."""

from datetime import timedelta
from random import Random

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accounts.models import Area, Consent, Organisation, OrganisationMember, User
from accounts.services.consents import withdraw_consent
from accounts.services.erasure import erase_resident
from carbon_points.models import ActionLog, BoardRow, HabitChoice, Team, TeamMember
from carbon_points.refusals import HabitRefused
from carbon_points.rules.weeks import monday_of
from carbon_points.services.boards import refresh_boards
from carbon_points.services.habits import leave_ranking
from carbon_points.services.logs import undo_log
from tests.carbon_points.habit_world import child_of, choose, city, did, someone, team_of
from tests.carbon_points.ledger_world import NOW, TODAY, make_area

pytestmark = pytest.mark.django_db
MONDAY = monday_of(TODAY)


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def town(db):
    return make_area()[0]


def lines(board: str) -> dict[str, tuple[int, ...]]:
    """People, members and logs of each line."""
    rows = BoardRow.objects.filter(board=board)
    return {row.key: (row.people, row.members, row.logs) for row in rows}


def school(code: str = "s-1", **values) -> Organisation:
    usual = {"name": "一小", "kind": "school", "is_verified": True}
    return Organisation.objects.create(code=code, **usual | values)


def stands_in(organisation, *people):
    for person in people:
        OrganisationMember.objects.create(organisation=organisation, user=person, role="staff", since=NOW)


def by_hand() -> dict[tuple[str, str], tuple[int, ...]]:
    """The cooperative boards computed one person at a time, without any of the service's queries."""
    undone = {log.reverses_id for log in ActionLog.objects.all() if log.reverses_id}
    week = [MONDAY + timedelta(days=number) for number in range(7)]
    count: dict[int, int] = {}
    for log in ActionLog.objects.all():
        if log.reverses_id is None and log.pk not in undone and log.done_on in week:
            count[log.resident_id] = count.get(log.resident_id, 0) + 1
    groups: dict[tuple[str, str], set[int]] = {}
    for user in User.objects.all():
        if user.area and user.is_active and not user.is_staff:
            place = user.area.parent if user.area.level == "community" else user.area
            if place.level == "town":
                groups.setdefault(("town", place.code), set()).add(user.pk)
    for row in OrganisationMember.objects.all():
        if row.ended_at is None:
            groups.setdefault(("organisation", str(row.organisation_id)), set()).add(row.user_id)
    for row in TeamMember.objects.all():
        if row.left_at is None and row.team.closed_at is None and row.team.organisation_id:
            groups.setdefault(("organisation", str(row.team.organisation_id)), set()).add(row.user_id)
            groups.setdefault(("team", str(row.team_id)), set()).add(row.user_id)
    shown = {str(one.pk) for one in Organisation.objects.all() if one.is_verified and not one.closed_at}
    teams = {str(team.pk): str(team.organisation_id) for team in Team.objects.all()}
    return {
        (board, key): (
            sum(pk in count for pk in people),
            len(people),
            sum(count.get(pk, 0) for pk in people) if board == "team" else 0,
        )
        for (board, key), people in groups.items()
        if board == "town" or (key if board == "organisation" else teams[key]) in shown
    }


@hypothesis_settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_boards_are_what_a_count_by_hand_gives(db, seed):
    with transaction.atomic():
        _random_city(Random(seed))
        refresh_boards()
        found = {(row.board, row.key): (row.people, row.members, row.logs) for row in BoardRow.objects.all()}
        assert found == by_hand()
        transaction.set_rollback(True)


def _random_city(dice: Random) -> None:
    town, community = make_area()
    places = [None, town, community, Area.objects.get(level="city")]
    people = [someone(area=dice.choice(places), is_staff=dice.random() < 0.1) for _ in range(14)]
    schools = [school(f"s-{number}", name=f"{number}小", is_verified=number < 2) for number in range(3)]
    for one in schools:
        stands_in(one, *dice.sample(people, 4))
    for number, one in enumerate([None, *schools]):
        members = dice.sample(people, 5)
        if one and not OrganisationMember.objects.filter(organisation=one, user=members[0]).exists():
            stands_in(one, members[0])
        team_of(*members, name=f"队{number}", organisation=one)
    for person in dice.sample(people, 9):
        day = TODAY - timedelta(days=dice.choice([0, 0, 1, 7]))
        (log,) = did(person, day=day)
        if dice.random() < 0.3:
            undo_log(resident=person, log_id=log.pk, now=NOW)
    OrganisationMember.objects.filter(user=dice.choice(people)).update(ended_at=NOW)
    TeamMember.objects.filter(user=dice.choice(people)).update(left_at=NOW)
    Team.objects.filter(name=f"队{dice.randint(0, 3)}").update(closed_at=NOW)


def test_a_second_count_gives_the_same_lines_and_forgets_earlier_weeks(town):
    people = [someone(area=town) for _ in range(3)]
    did(*people)

    assert refresh_boards() == refresh_boards() == 1
    assert lines("town") == {town.code: (3, 3, 0)}

    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        refresh_boards()
        assert lines("town") == {town.code: (0, 3, 0)}


def test_a_count_takes_a_few_statements_whatever_the_size(town, django_assert_num_queries):
    with django_assert_num_queries(9):
        refresh_boards()
    organisation = school()
    for number in range(5):
        people = [someone(area=town) for _ in range(4)]
        stands_in(organisation, *people)
        team_of(*people, name=f"队{number}", organisation=organisation)
        choose(people[0], in_ranking=True)
        did(*people)
    with django_assert_num_queries(10):
        refresh_boards()


def test_a_small_group_and_a_nearly_full_one_are_hidden_and_no_count_is_shown(client, town):
    people = [someone(area=town) for _ in range(24)]
    did(*people[:9])
    refresh_boards()
    page = client.get("/rank/")
    assert [(row.name, row.percent) for row in page.context["rows"]] == [(town.name, None)]
    assert "人数较少，暂不显示" in page.content.decode()

    did(*people[9:13])
    refresh_boards()
    page = client.get("/rank/")
    # 13 of 24 are 54.2 %.
    assert [row.percent for row in page.context["rows"]] == [55]
    assert "13" not in page.content.decode().split('id="board-title"')[1].split("</ul>")[0]

    did(*people[13:15])
    refresh_boards()
    assert [row.percent for row in client.get("/rank/").context["rows"]] == [None]


def test_groups_stand_by_name_and_not_by_success(client):
    for number, name in enumerate(["丙小学", "乙小学", "甲小学"]):
        organisation = school(f"s-{number}", name=name)
        people = [someone() for _ in range(30)]
        stands_in(organisation, *people)
        did(*people[: 10 + 5 * number])
    refresh_boards()

    rows = client.get("/rank/?board=organisation").context["rows"]

    assert [row.name for row in rows] == sorted(["甲小学", "乙小学", "丙小学"])
    assert {row.name: row.percent for row in rows} == {"丙小学": 35, "乙小学": 50, "甲小学": 65}


def test_businesses_that_sell_are_on_no_board():
    for kind in ("merchant", "shop", "restaurant", "community"):
        stands_in(school(kind, kind=kind), someone())
    refresh_boards()

    (row,) = BoardRow.objects.filter(board="organisation")
    assert row.key == str(Organisation.objects.get(kind="community").pk)


def test_a_team_without_a_verified_organisation_is_seen_by_its_members_alone(client):
    captain, stranger = someone(), someone()
    mates = [someone() for _ in range(10)]
    team_of(captain, *mates, name="没人看过的名字")
    did(captain, *mates)
    refresh_boards()

    client.force_login(stranger)
    assert "没人看过的名字" not in client.get("/rank/?board=team").content.decode()
    client.force_login(captain)
    assert "没人看过的名字" in client.get("/rank/?board=team").content.decode()


def test_progress_of_a_team_is_shown_from_ten_people_on(client):
    organisation = school()
    captain = someone()
    stands_in(organisation, captain)
    mates = [someone() for _ in range(9)]
    team_of(captain, *mates, name="环保队", organisation=organisation, weekly_goal=30)
    did(captain, *mates[:8])
    refresh_boards()
    assert [row.percent for row in client.get("/rank/?board=team").context["rows"]] == [None]

    did(mates[8], times=2)
    refresh_boards()
    # 11 of 30 are 36.7 %.
    rows = client.get("/rank/?board=team").context["rows"]
    assert [(row.name, row.percent) for row in rows] == [("一小 · 环保队", 35)]


def test_the_page_says_that_nobody_is_judged_by_it(client):
    text = client.get("/rank/").content.decode()

    assert "自愿参与，仅用于交流，不作为任何考核依据" in text
    assert text.index("合作") < text.index("个人（自愿）")


def test_a_city_can_switch_boards_and_the_personal_list_off(client, town):
    resident = someone(area=town)
    choose(resident, in_ranking=True)
    did(resident)
    city(shows_ranking=False)
    refresh_boards()
    assert lines("person") == {}
    client.force_login(resident)
    assert "个人排行没有开放" in client.get("/rank/personal/").content.decode()


def test_a_city_without_boards_counts_nothing(client, town):
    did(someone(area=town))
    city(shows_boards=False)

    assert refresh_boards() == 0
    assert "现在没有公布" in client.get("/rank/").content.decode()


def ranked(client, user):
    client.force_login(user)
    return client.get("/rank/personal/").context["list"]


def test_only_who_chose_it_is_in_the_list_and_sees_it_with_masked_names(client):
    first, second, third = someone("骑行的老伍"), someone("阿竹"), someone("不想被看见")
    for resident in (first, second):
        choose(resident, in_ranking=True)
    did(first, times=3)
    did(second, third)
    refresh_boards()

    assert [(row.place, row.name, row.logs) for row in ranked(client, first).top] == [
        (1, "骑***伍", 3),
        (2, "阿*", 1),
    ]
    assert [row.is_mine for row in ranked(client, second).top] == [False, True]
    assert ranked(client, third).top == []
    text = client.get("/rank/personal/").content.decode()
    assert "阿" not in text.split("<main")[1]


def test_nobody_under_eighteen_is_in_the_list(client):
    teen = someone(age_band="14to17")
    with pytest.raises(HabitRefused):
        choose(teen, in_ranking=True)
    assert HabitChoice.objects.count() == 0
    assert not Consent.objects.filter(purpose="ranking_alias").exists()

    child = child_of(someone())
    with pytest.raises(HabitRefused):
        choose(child, in_ranking=True)

    grown = someone()
    choose(grown, in_ranking=True)
    did(grown)
    grown.age_band = "14to17"
    grown.save()
    refresh_boards()
    assert lines("person") == {}


def test_choosing_is_a_consent_and_one_tap_takes_it_back(client):
    resident = someone("骑行的老伍")
    choose(resident, in_ranking=True)
    did(resident)
    refresh_boards()
    assert Consent.objects.get(user=resident, purpose="ranking_alias").given

    client.force_login(resident)
    answer = client.post("/rank/leave/")

    assert answer.url == "/rank/personal/"
    assert lines("person") == {}
    assert not Consent.objects.filter(user=resident, purpose="ranking_alias").first().given
    assert not HabitChoice.objects.get().in_ranking
    refresh_boards()
    assert lines("person") == {}


def test_leaving_twice_is_leaving_once():
    resident = someone()
    choose(resident, in_ranking=True)
    for _ in range(2):
        leave_ranking(resident=resident, channel="web")

    assert Consent.objects.filter(user=resident, purpose="ranking_alias").count() == 2


def test_a_consent_taken_back_elsewhere_ends_it_at_once(client):
    resident = someone()
    choose(resident, in_ranking=True)
    did(resident)
    refresh_boards()
    other = someone()
    choose(other, in_ranking=True)
    assert len(ranked(client, other).top) == 1

    withdraw_consent(user=resident, purpose="ranking_alias", channel="web")

    assert ranked(client, other).top == []
    refresh_boards()
    assert lines("person") == {}


def test_erasure_takes_the_line_away_at_once():
    resident = someone()
    choose(resident, in_ranking=True)
    did(resident)
    refresh_boards()

    erase_resident(user=resident, by=resident, now=NOW)

    assert (lines("person"), HabitChoice.objects.count()) == ({}, 0)


def on_the_list(number: int, logs: int, user: User | None = None) -> None:
    """Somebody who agreed, with a line in the list."""
    user = user or User.objects.create_user(f"listed-{number}")
    Consent.objects.create(
        user=user, purpose="ranking_alias", given=True, document="privacy", channel="web", at=NOW
    )
    BoardRow.objects.create(
        week=MONDAY, board="person", key=str(user.pk), name="某*", logs=logs, updated_at=NOW
    )


def test_far_down_the_list_i_see_three_lines_on_each_side(client):
    me = someone()
    choose(me, in_ranking=True)
    for number in range(60):
        on_the_list(number, 100 - number)
    on_the_list(60, 44, me)

    found = ranked(client, me)

    assert (len(found.top), found.top[-1].place) == (50, 50)
    # Of 100, 99, … 41 with another 44: mine shares the 57th place.
    assert [(row.place, row.logs, row.is_mine) for row in found.around] == [
        (55, 46, False),
        (56, 45, False),
        (57, 44, False),
        (57, 44, True),
        (59, 43, False),
        (60, 42, False),
        (61, 41, False),
    ]


@pytest.mark.parametrize(("board", "queries"), [("town", 4), ("organisation", 4), ("team", 4)])
@pytest.mark.parametrize("rows", [1, 20])
def test_a_board_takes_a_fixed_number_of_queries(client, django_assert_num_queries, board, queries, rows):
    for number in range(rows):
        BoardRow.objects.create(week=MONDAY, board=board, key=str(number), name="名", updated_at=NOW, goal=9)

    with django_assert_num_queries(queries):
        assert len(client.get(f"/rank/?board={board}").context["rows"]) == rows


@pytest.mark.parametrize("rows", [1, 20])
def test_the_personal_list_takes_a_fixed_number_of_queries(client, django_assert_num_queries, rows):
    me = someone()
    choose(me, in_ranking=True)
    for number in range(rows):
        on_the_list(number, 1, me if number == 0 else None)
    client.force_login(me)

    with django_assert_num_queries(6):
        assert len(client.get("/rank/personal/").context["list"].top) == rows


def test_a_strange_board_or_page_shows_the_first(client):
    for query in ("board=person", "board=x&page=zzz", "page=-1"):
        assert client.get(f"/rank/?{query}").status_code == 200
    assert client.get("/rank/?board=person").context["board"] == "town"
