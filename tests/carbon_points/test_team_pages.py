"""The pages of teams: for members only, with forms that work without JavaScript."""

import pytest
import time_machine

from carbon_points.models import Team, TeamMember
from carbon_points.selectors.teams import standing_members
from tests.carbon_points.habit_world import child_of, city, did, someone, team_of
from tests.carbon_points.ledger_world import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def captain():
    return someone("队长老伍")


@pytest.fixture
def team(captain):
    return team_of(captain, weekly_goal=10)


PAGES = ["", "leave/", "close/", "members/1/remove/", "members/1/lead/"]
POSTS = ["leave/", "close/", "members/1/remove/", "members/1/lead/", "name/", "code/", "change/", "bring/1/"]


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_sees_nothing_of_a_team(client, team, path):
    client.force_login(someone())

    page = client.get(f"/teams/{team.pk}/{path}")

    assert page.status_code == 404
    assert team.name not in page.content.decode()


@pytest.mark.parametrize("path", POSTS)
def test_a_stranger_changes_nothing_of_a_team(client, team, captain, path):
    client.force_login(someone())
    before = list(Team.objects.values()), list(TeamMember.objects.values())

    client.post(f"/teams/{team.pk}/{path}", {"name": "别的", "weekly_goal": "5", "shows_name": "on"})

    assert (list(Team.objects.values()), list(TeamMember.objects.values())) == before


@pytest.mark.parametrize("path", ["/teams/", "/teams/join/?code=ABCDEF", "/teams/1/"])
def test_a_guest_is_asked_to_sign_in_and_comes_back(client, path):
    answer = client.get(path)

    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/?next=/teams/")


def test_making_a_team_leads_to_it_and_a_fault_stays_on_the_page(client):
    resident = someone()
    client.force_login(resident)

    wrong = client.post("/teams/", {"name": "政府队", "weekly_goal": "20"})
    assert (wrong.status_code, Team.objects.count()) == (422, 0)
    assert "昵称不能像官方" in wrong.content.decode()

    made = client.post("/teams/", {"name": "楼下跑步队", "weekly_goal": "20"})
    assert made.url == f"/teams/{Team.objects.get().pk}/"


def test_a_link_fills_the_code_in_and_joins_nobody_before_the_tap(client, team):
    guest = someone()
    client.force_login(guest)

    page = client.get(f"/teams/join/?code={team.join_code}")
    assert f'value="{team.join_code}"' in page.content.decode()
    assert team.name not in page.content.decode()
    assert standing_members().filter(user=guest).count() == 0

    answer = client.post("/teams/join/", {"code": team.join_code})
    assert answer.url == f"/teams/{team.pk}/"
    assert standing_members().filter(user=guest).count() == 1


def test_a_wrong_code_is_told_kindly(client):
    client.force_login(someone())

    page = client.post("/teams/join/", {"code": "QQQQQQ"})

    assert page.status_code == 422
    assert "请和队长核对六个字母" in page.content.decode()


def test_the_captain_sees_code_and_qr_and_members_do_not(client, team, captain):
    mate = someone()
    standing = TeamMember.objects.create(team=team, user=mate, joined_at=NOW)

    client.force_login(captain)
    text = client.get(f"/teams/{team.pk}/").content.decode()
    assert team.join_code in text
    assert 'class="ly-qr"' in text
    assert f"/members/{standing.pk}/remove/" in text

    client.force_login(mate)
    text = client.get(f"/teams/{team.pk}/").content.decode()
    assert team.join_code not in text
    assert "ly-qr" not in text
    assert "/remove/" not in text
    assert "队长老伍" not in text


def test_two_taps_lead_out_of_a_team(client, team):
    guest = someone()
    TeamMember.objects.create(team=team, user=guest, joined_at=NOW)
    client.force_login(guest)

    page = client.get(f"/teams/{team.pk}/")
    assert f"/teams/{team.pk}/leave/" in page.content.decode()
    answer = client.post(f"/teams/{team.pk}/leave/")

    assert answer.url == "/teams/"
    assert standing_members().filter(user=guest).count() == 0


def test_the_captains_forms(client, team, captain):
    mate = someone()
    member = TeamMember.objects.create(team=team, user=mate, joined_at=NOW)
    client.force_login(captain)
    here = f"/teams/{team.pk}/"

    assert client.post(f"{here}change/", {"name": "", "weekly_goal": "x"}).status_code == 422
    assert client.post(f"{here}change/", {"name": "官方队", "weekly_goal": "9"}).status_code == 422
    assert client.post(f"{here}change/", {"name": "新名字", "weekly_goal": "50"}).url == here
    old = team.join_code
    assert client.post(f"{here}code/").url == here
    assert client.get(f"{here}members/{member.pk}/lead/").status_code == 200
    assert client.post(f"{here}members/{member.pk}/lead/").url == here
    team.refresh_from_db()
    assert (team.name, team.weekly_goal, team.captain) == ("新名字", 50, mate)
    assert team.join_code != old

    client.force_login(mate)
    first = standing_members().get(user=captain).pk
    assert client.post(f"{here}members/{first}/remove/").url == here
    assert client.post(f"{here}close/").url == "/teams/"
    assert standing_members().count() == 0


def test_my_name_is_shown_only_when_i_say_so(client, team, captain):
    client.force_login(captain)

    client.post(f"/teams/{team.pk}/name/", {"shows_name": "on"})
    assert TeamMember.objects.get().shows_name
    client.post(f"/teams/{team.pk}/name/", {})
    assert not TeamMember.objects.get().shows_name


def test_a_child_comes_along_without_a_name(client, team, captain):
    child = child_of(captain, "小明明")
    client.force_login(captain)
    assert "让小明明一起加入" in client.get(f"/teams/{team.pk}/").content.decode()

    client.post(f"/teams/{team.pk}/bring/{child.pk}/")

    text = client.get(f"/teams/{team.pk}/").content.decode()
    assert "我家的小朋友" in text
    assert "小明明" not in text


def test_words_at_the_start_on_the_way_and_at_the_goal(client, team, captain):
    client.force_login(captain)
    assert "谁先记一件" in client.get(f"/teams/{team.pk}/").content.decode()
    did(captain)
    assert "1 位队友已经做了起来" in client.get(f"/teams/{team.pk}/").content.decode()
    did(captain, times=9)
    assert "这周的共同目标达到了" in client.get(f"/teams/{team.pk}/").content.decode()


@pytest.mark.parametrize("members", [1, 8])
def test_a_team_takes_a_fixed_number_of_queries(client, django_assert_num_queries, captain, team, members):
    for _ in range(members - 1):
        TeamMember.objects.create(team=team, user=someone(), joined_at=NOW)
    client.force_login(captain)

    with django_assert_num_queries(6):
        assert client.get(f"/teams/{team.pk}/").context["week"].members == members


@pytest.mark.parametrize("teams", [1, 5])
def test_my_teams_take_a_fixed_number_of_queries(client, django_assert_num_queries, captain, teams):
    for number in range(teams):
        team_of(captain, name=f"队{number}")
    client.force_login(captain)

    with django_assert_num_queries(6):
        assert len(client.get("/teams/").context["teams"]) == teams


def test_two_hundred_members_are_shown_page_by_page(client, team, captain):
    for _ in range(24):
        TeamMember.objects.create(team=team, user=someone(), joined_at=NOW)
    client.force_login(captain)

    assert len(client.get(f"/teams/{team.pk}/").context["mates"]) == 20
    assert len(client.get(f"/teams/{team.pk}/?page=2").context["mates"]) == 5


def test_a_city_without_teams_offers_none(client, captain):
    city(shows_teams=False)
    client.force_login(captain)

    text = client.get("/teams/").content.decode()
    assert "建一个团队" not in text
    assert "/teams/" not in client.get("/me/").content.decode()
