"""Teams: made, joined, left, led; what members see of each other."""

from datetime import timedelta

import pytest
import time_machine

from accounts.models import JoinTries, Organisation, OrganisationMember
from accounts.refusals import NicknameUnfit, TooManyJoinTries
from accounts.services.erasure import erase_resident
from carbon_points.models import Team, TeamMember
from carbon_points.refusals import CaptainOnly, TeamFull, TeamRefused, WrongTeamCode
from carbon_points.selectors.teams import standing_members, team_page, team_weeks, teams_of
from carbon_points.services import team_captains as captains
from carbon_points.services import teams as services
from core.refusals import NotFound
from messaging.models import Message
from tests.carbon_points.habit_world import child_of, city, did, someone, team_of
from tests.carbon_points.ledger_world import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


def people_in(team):
    return list(standing_members().filter(team=team).values_list("user_id", flat=True))


def membership(team, user):
    return standing_members().get(team=team, user=user)


def names(viewer, team):
    return [mate.name for mate in team_page(viewer, team.pk).mates]


def test_who_makes_a_team_leads_it_and_is_in_it():
    captain = someone()
    team = team_of(captain, weekly_goal=30)

    assert (team.captain, team.weekly_goal, people_in(team)) == (captain, 30, [captain.pk])
    assert len(team.join_code) == 6


def test_the_same_name_again_is_the_same_team():
    captain = someone()

    assert team_of(captain) == team_of(captain)
    assert (Team.objects.count(), TeamMember.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"name": ""}, TeamRefused),
        ({"name": "政府骑行队"}, NicknameUnfit),
        ({"name": "长" * 21}, NicknameUnfit),
        ({"name": "队", "weekly_goal": 0}, TeamRefused),
        ({"name": "队", "weekly_goal": 10_001}, TeamRefused),
    ],
)
def test_an_unfit_team_is_refused_and_nothing_is_made(values, refusal):
    with pytest.raises(refusal):
        services.create_team(captain=someone(), **values)

    assert (Team.objects.count(), TeamMember.objects.count()) == (0, 0)


def test_a_team_of_an_organisation_needs_somebody_who_stands_in_it():
    school = Organisation.objects.create(code="s-1", name="一小", kind="school", is_verified=True)
    teacher, stranger = someone(), someone()
    OrganisationMember.objects.create(organisation=school, user=teacher, role="staff", since=NOW)

    assert team_of(teacher, organisation=school).organisation == school
    with pytest.raises(TeamRefused):
        team_of(stranger, organisation=school)
    assert Team.objects.count() == 1


def test_joining_twice_is_joining_once_and_costs_no_try():
    captain, guest = someone(), someone()
    team = team_of(captain, guest, guest)

    assert people_in(team) == [captain.pk, guest.pk]
    assert JoinTries.objects.get(user=guest).tries == 0


def test_a_code_is_read_however_it_is_typed():
    team = team_of(someone())
    guest = someone()

    code = team.join_code.lower()
    assert services.join_team(user=guest, code=f" {code[:3]}-{code[3:]} ") == team


def test_wrong_codes_are_counted_and_the_eleventh_is_not_looked_at():
    team, guest = team_of(someone()), someone()
    for _ in range(10):
        with pytest.raises(WrongTeamCode):
            services.join_team(user=guest, code="QQQQQQ")

    with pytest.raises(TooManyJoinTries, match="队长"):
        services.join_team(user=guest, code=team.join_code)
    assert guest.pk not in people_in(team)

    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        assert services.join_team(user=guest, code=team.join_code) == team


def test_a_person_is_in_five_teams_at_most():
    guest = someone()
    teams = [team_of(someone(), guest) for _ in range(5)]
    sixth = team_of(someone())

    with pytest.raises(TeamFull, match="5 个团队"):
        services.join_team(user=guest, code=sixth.join_code)
    with pytest.raises(TeamFull):
        services.create_team(captain=guest, name="再来一队")
    assert (people_in(sixth), Team.objects.count()) == ([sixth.captain_id], 6)

    services.leave_team(user=guest, team_id=teams[0].pk)
    assert services.join_team(user=guest, code=sixth.join_code) == sixth


def test_a_team_has_a_last_place(monkeypatch):
    monkeypatch.setattr("carbon_points.rules.teams.PEOPLE_A_TEAM", 3)
    team = team_of(someone(), someone(), someone())

    with pytest.raises(TeamFull, match="满了"):
        services.join_team(user=someone(), code=team.join_code)
    assert len(people_in(team)) == 3


def test_a_closed_team_and_an_old_code_open_no_door():
    captain = someone()
    team = team_of(captain)
    old = team.join_code
    new = captains.renew_team_code(captain=captain, team_id=team.pk).join_code

    assert new != old
    with pytest.raises(WrongTeamCode):
        services.join_team(user=someone(), code=old)

    captains.close_team(captain=captain, team_id=team.pk)
    with pytest.raises(WrongTeamCode):
        services.join_team(user=someone(), code=new)
    assert people_in(team) == []


def test_members_have_no_names_until_they_say_so():
    captain, mate = someone("队长老伍"), someone("小雨")
    team = team_of(captain, mate)
    child = child_of(mate, "小明明")
    services.bring_along(keeper=mate, team_id=team.pk, person_id=child.pk)

    assert names(captain, team) == ["队长老伍", "2号队友", "一位小朋友"]
    assert names(mate, team) == ["1号队友", "小雨", "我家的小朋友"]

    services.show_name(user=mate, team_id=team.pk, shows_name=True)
    assert names(captain, team) == ["队长老伍", "小雨", "一位小朋友"]


def test_a_child_has_no_name_even_if_the_row_says_otherwise():
    captain, mate = someone(), someone()
    team = team_of(captain, mate)
    child = child_of(mate, "小明明")
    services.bring_along(keeper=mate, team_id=team.pk, person_id=child.pk)
    TeamMember.objects.filter(user=child).update(shows_name=True)

    assert "小明明" not in names(captain, team) + names(mate, team)


def test_only_somebody_whom_i_keep_comes_along_and_only_into_my_team():
    keeper, other = someone(), someone()
    child = child_of(keeper)
    mine, theirs = team_of(keeper), team_of(other)

    for who, team in ((keeper, theirs), (other, theirs), (other, mine)):
        with pytest.raises(NotFound):
            services.bring_along(keeper=who, team_id=team.pk, person_id=child.pk)
    assert TeamMember.objects.filter(user=child).count() == 0


def test_leaving_takes_my_family_along_and_twice_is_once():
    keeper = someone()
    team = team_of(someone(), keeper)
    child = child_of(keeper)
    services.bring_along(keeper=keeper, team_id=team.pk, person_id=child.pk)

    services.leave_team(user=keeper, team_id=team.pk)
    services.leave_team(user=keeper, team_id=team.pk)

    assert people_in(team) == [team.captain_id]


def test_a_captain_who_leaves_hands_on_to_who_came_first():
    captain = someone()
    keeper, second = someone(), someone()
    team = team_of(captain, keeper, second)

    services.leave_team(user=captain, team_id=team.pk)
    team.refresh_from_db()

    assert (team.captain, team.closed_at) == (keeper, None)
    assert Message.objects.get(recipient=keeper).title == "您现在是“骑行队”的队长"


def test_the_last_to_leave_closes_the_team():
    captain = someone()
    team = team_of(captain)
    services.leave_team(user=captain, team_id=team.pk)
    team.refresh_from_db()

    assert team.closed_at == NOW
    assert list(teams_of(captain)) == []


def test_a_child_never_leads():
    captain, keeper = someone(), someone()
    team = team_of(captain)
    child = child_of(captain)
    services.bring_along(keeper=captain, team_id=team.pk, person_id=child.pk)
    with pytest.raises(TeamRefused):
        captains.hand_over_team(captain=captain, team_id=team.pk, member_id=membership(team, child).pk)
    services.join_team(user=keeper, code=team.join_code)

    services.leave_team(user=captain, team_id=team.pk)
    team.refresh_from_db()

    assert (team.captain, people_in(team)) == (keeper, [keeper.pk])


def test_the_captain_changes_removes_and_hands_over():
    captain, mate, other = someone(), someone(), someone()
    team = team_of(captain, mate, other)

    captains.change_team(captain=captain, team_id=team.pk, name="新名字", weekly_goal=50)
    captains.remove_from_team(captain=captain, team_id=team.pk, member_id=membership(team, other).pk)
    captains.hand_over_team(captain=captain, team_id=team.pk, member_id=membership(team, mate).pk)
    team.refresh_from_db()

    assert (team.name, team.weekly_goal, team.captain) == ("新名字", 50, mate)
    assert people_in(team) == [captain.pk, mate.pk]
    assert Message.objects.get(recipient=other).title == "您已离开团队“新名字”"


def captain_acts(team, who, member_id):
    return [
        lambda: captains.change_team(captain=who, team_id=team.pk, name="别的", weekly_goal=1),
        lambda: captains.renew_team_code(captain=who, team_id=team.pk),
        lambda: captains.remove_from_team(captain=who, team_id=team.pk, member_id=member_id),
        lambda: captains.hand_over_team(captain=who, team_id=team.pk, member_id=member_id),
        lambda: captains.close_team(captain=who, team_id=team.pk),
    ]


@pytest.mark.parametrize("act", range(5))
def test_members_and_strangers_cannot_do_what_captains_do(act):
    captain, mate, stranger = someone(), someone(), someone()
    team = team_of(captain, mate)
    before = Team.objects.values().get()
    own = membership(team, captain).pk

    with pytest.raises(CaptainOnly):
        captain_acts(team, mate, own)[act]()
    with pytest.raises(NotFound):
        captain_acts(team, stranger, own)[act]()

    assert Team.objects.values().get() == before
    assert people_in(team) == [captain.pk, mate.pk]


def test_a_captain_cannot_remove_themselves_nor_a_member_of_another_team():
    captain = someone()
    team, other = team_of(captain), team_of(someone())

    with pytest.raises(TeamRefused):
        captains.remove_from_team(captain=captain, team_id=team.pk, member_id=membership(team, captain).pk)
    with pytest.raises(NotFound):
        captains.remove_from_team(
            captain=captain, team_id=team.pk, member_id=standing_members().get(team=other).pk
        )
    assert (len(people_in(team)), len(people_in(other))) == (1, 1)


def test_the_week_is_what_all_members_recorded_since_monday():
    captain, mate, gone = someone(), someone(), someone()
    team = team_of(captain, mate, gone, weekly_goal=10)
    did(captain, times=2)
    did(mate, gone)
    did(mate, day=TODAY - timedelta(days=1))
    services.leave_team(user=gone, team_id=team.pk)

    (week,) = team_weeks([team])

    assert (week.members, week.people, week.logs, week.percent, week.left) == (2, 2, 3, 30, 7)
    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        assert team_weeks([team])[0].logs == 0


@pytest.mark.parametrize("size", [1, 8])
def test_weeks_of_all_teams_take_one_query(django_assert_num_queries, size):
    teams = [team_of(someone(), *(someone() for _ in range(size - 1))) for _ in range(3)]
    did(*(member.user for member in TeamMember.objects.select_related("user")))

    with django_assert_num_queries(1):
        assert [week.logs for week in team_weeks(teams)] == [size] * 3


def test_erasure_takes_teams_badges_and_choices_and_the_team_goes_on():
    captain, mate = someone(), someone()
    team, alone = team_of(captain, mate), team_of(captain, name="一个人的队")

    erase_resident(user=captain, by=captain, now=NOW)
    team.refresh_from_db()
    alone.refresh_from_db()

    assert (team.captain, people_in(team)) == (mate, [mate.pk])
    assert alone.closed_at == NOW
    assert TeamMember.objects.filter(user=captain).count() == 0


def test_a_city_without_teams_lets_nobody_in_and_everybody_out():
    captain, guest = someone(), someone()
    team = team_of(captain)
    city(shows_teams=False)

    with pytest.raises(TeamRefused):
        services.join_team(user=guest, code=team.join_code)
    with pytest.raises(TeamRefused):
        services.create_team(captain=guest, name="新队")
    services.leave_team(user=captain, team_id=team.pk)
    assert people_in(team) == []
