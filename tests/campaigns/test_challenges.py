"""Challenges of teams: what counts, what does not, what is shown, and how it ends by itself."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from accounts.models import PendingAction
from campaigns.models import ChallengeEntry
from campaigns.refusals.online import NotRunning, NotYourTeam
from campaigns.selectors.online.challenges import all_together, entries_of, team_bars
from campaigns.services.online.challenge_counts import count_challenges
from campaigns.services.online.challenges import (
    enter_challenge,
    enter_with_new_team,
    leave_challenge,
    show_team_name,
)
from campaigns.services.sessions import cancel_campaign
from carbon_points.models import ActionLog, Team, TeamMember
from carbon_points.services.logs import undo_log
from carbon_points.services.teams import leave_team
from core import clock
from core.refusals import NotFound
from messaging.models import Message
from tests.campaigns.online_world import challenge, over_on
from tests.carbon_points.habit_world import bus, child_of, city, someone, team_of
from tests.carbon_points.ledger_world import make_action, record

pytestmark = pytest.mark.django_db


def day(number: int):
    """Days from today."""
    return clock.today() + timedelta(days=number)


def did(resident, *, on: int = 0, action=None, times: int = 1) -> list[ActionLog]:
    """Records of a day, counted from today."""
    return [
        record(resident, action or bus(), done_on=day(on), earliest=day(-40), now=clock.now())
        for _ in range(times)
    ]


def member_since(user, *, joined: int, left: int | None = None) -> None:
    """Move a membership to other days."""
    at = clock.midnight(day(joined))
    TeamMember.objects.filter(user=user).update(
        joined_at=at, left_at=clock.midnight(day(left)) if left is not None else None
    )


def entered(*mates, goal: int = 4, actions=(), **values):
    """A challenge, its captain, and their team with these mates, members since long ago."""
    captain = someone()
    campaign, team = challenge(*actions, goal=goal, **values), team_of(captain, *mates)
    for one in (captain, *mates):
        member_since(one, joined=-30)
    return campaign, captain, enter_challenge(captain=captain, campaign_id=campaign.pk, team_id=team.pk)


def counted(entry) -> tuple[int, int]:
    """Records and people by a count of now."""
    count_challenges(now=clock.now())
    entry.refresh_from_db()
    return entry.logs, entry.people


def noon_of(date) -> datetime:
    return clock.midnight(date) + timedelta(hours=12)


def test_records_of_members_within_the_days_count():
    mate = someone()
    campaign, captain, entry = entered(mate)
    did(captain, on=0, times=2)
    did(mate, on=-1)
    did(mate, on=-2)
    did(someone())

    assert campaign.starts_on == day(-1)
    assert counted(entry) == (3, 2)


def test_only_chosen_actions_count():
    campaign, captain, entry = entered(actions=[bus()])
    did(captain, action=make_action("TR-WALK"))
    did(captain)

    assert counted(entry) == (1, 1)
    assert [action.code for action in campaign.challenge_actions.all()] == ["TR-BUS"]


def test_a_record_that_was_taken_back_does_not_count():
    _, captain, entry = entered()
    first, _ = did(captain, times=2)

    undo_log(resident=captain, log_id=first.pk)

    assert counted(entry) == (1, 1)


def test_only_days_of_membership_count():
    mate = someone()
    _, _, entry = entered(mate, starts_on=day(-5))
    member_since(mate, joined=-3, left=-1)
    for on in (-4, -3, -1, 0):
        did(mate, on=on)

    assert counted(entry) == (2, 1)


def test_somebody_who_left_and_came_back_on_one_day_counts_once():
    mate = someone()
    _, _, entry = entered(mate)
    team = entry.team
    leave_team(user=mate, team_id=team.pk)
    TeamMember.objects.create(team=team, user=mate, joined_at=clock.now())
    did(mate)

    assert counted(entry) == (1, 1)


def test_somebody_in_two_teams_counts_for_the_first_only():
    mate = someone()
    campaign, _, first = entered(mate)
    other = someone()
    team = team_of(other, mate, name="另一队")
    second = enter_challenge(captain=other, campaign_id=campaign.pk, team_id=team.pk)
    did(mate)
    did(other)

    assert counted(first) == (1, 1)
    second.refresh_from_db()
    assert (second.logs, second.people) == (1, 1)
    assert all_together(campaign).logs == 2


def test_a_first_team_that_does_not_take_part_does_not_take_the_record():
    mate = someone()
    team_of(someone(), mate, name="不参加的队")
    _, _, entry = entered(mate)
    did(mate)

    assert counted(entry) == (1, 1)


def test_a_child_whom_a_member_keeps_counts():
    captain = someone()
    child = child_of(captain)
    campaign, team = challenge(), team_of(captain)
    TeamMember.objects.create(team=team, user=child, joined_at=clock.now())
    entry = enter_challenge(captain=captain, campaign_id=campaign.pk, team_id=team.pk)
    did(child)

    assert counted(entry) == (1, 1)


def test_only_the_captain_enters_and_only_their_own_team():
    mate = someone()
    team = team_of(someone(), mate)
    campaign = challenge()

    for other in (mate, someone()):
        with pytest.raises(NotYourTeam):
            enter_challenge(captain=other, campaign_id=campaign.pk, team_id=team.pk)
    assert ChallengeEntry.objects.count() == 0


def test_a_team_that_comes_again_is_there_once():
    campaign, captain, entry = entered()

    assert enter_challenge(captain=captain, campaign_id=campaign.pk, team_id=entry.team_id) == entry
    leave_challenge(captain=captain, entry_id=entry.pk)
    assert all_together(campaign).teams == 0
    assert enter_challenge(captain=captain, campaign_id=campaign.pk, team_id=entry.team_id) == entry
    assert all_together(campaign).teams == 1


def test_a_new_team_is_made_and_entered_at_once():
    campaign, captain = challenge(), someone()

    first = enter_with_new_team(captain=captain, campaign_id=campaign.pk, name="三楼骑行队")
    again = enter_with_new_team(captain=captain, campaign_id=campaign.pk, name="三楼骑行队")

    assert first == again
    assert Team.objects.get().captain == captain


def test_a_challenge_that_is_over_makes_no_team():
    campaign = challenge(starts_on=day(-20), ends_on=day(-1))

    with pytest.raises(NotRunning):
        enter_with_new_team(captain=someone(), campaign_id=campaign.pk, name="三楼骑行队")
    assert (Team.objects.count(), ChallengeEntry.objects.count()) == (0, 0)


def test_a_city_without_teams_refuses_kindly(client):
    city(shows_teams=False)
    campaign = challenge()
    client.force_login(someone())

    answer = client.post(reverse("campaigns:online-team-new", args=[campaign.pk]), {"name": "骑行队"})

    assert answer.status_code == 409
    assert "团队功能现在没有开放" in answer.content.decode()
    assert ChallengeEntry.objects.count() == 0


def test_strangers_and_mates_change_nothing_of_an_entry():
    mate = someone()
    _, _, entry = entered(mate)

    for other in (mate, someone()):
        with pytest.raises(NotFound):
            leave_challenge(captain=other, entry_id=entry.pk)
        with pytest.raises(NotFound):
            show_team_name(captain=other, entry_id=entry.pk, shows_name=True)
    entry.refresh_from_db()
    assert (entry.left_at, entry.shows_name) == (None, False)


def test_names_are_shown_of_teams_that_say_so_only():
    campaign, captain, entry = entered()
    assert [bar.name for bar in team_bars(campaign, entries_of(campaign))] == ["一支团队"]

    show_team_name(captain=captain, entry_id=entry.pk, shows_name=True)

    assert [bar.name for bar in team_bars(campaign, entries_of(campaign))] == ["骑行队"]


def test_beyond_the_goal_nobody_is_further():
    campaign, captain, early = entered(goal=2)
    others = [someone(), someone()]
    more, less = (
        enter_with_new_team(captain=one, campaign_id=campaign.pk, name=name)
        for one, name in zip(others, ("二队", "三队"), strict=True)
    )
    did(captain, times=2)
    did(others[0], times=5)
    did(others[1])
    count_challenges(now=clock.now())

    assert list(entries_of(campaign)) == [early, more, less]
    assert [(bar.percent, bar.left) for bar in team_bars(campaign, entries_of(campaign))] == [
        (100, 0),
        (100, 0),
        (50, 1),
    ]
    together = all_together(campaign)
    assert (together.logs, together.goal, together.is_final) == (8, 6, False)


def test_it_ends_by_itself_when_the_last_day_can_no_longer_be_recorded():
    mate = someone()
    campaign, captain, entry = entered(mate, starts_on=day(-13), ends_on=day(0))
    did(captain, times=3)
    last = noon_of(over_on(campaign) - timedelta(days=1))

    count_challenges(now=last)
    entry.refresh_from_db()
    assert (entry.logs, entry.final_at, Message.objects.count()) == (3, None, 0)
    for _ in range(2):
        count_challenges(now=noon_of(over_on(campaign)))

    entry.refresh_from_db()
    assert (entry.logs, entry.final_at) == (3, noon_of(over_on(campaign)))
    told = Message.objects.filter(kind=Message.Kind.CAMPAIGN)
    assert {message.recipient for message in told} == {captain, mate}
    assert told.count() == 2
    assert told[0].body.startswith("挑战结束了，“骑行队”一共记下3次，有1位队友参加。每一次都算数。")


def test_what_is_final_stays_whatever_becomes_of_records_and_members():
    campaign, captain, entry = entered(starts_on=day(-13), ends_on=day(0))
    (log,) = did(captain)
    count_challenges(now=noon_of(over_on(campaign)))

    undo_log(resident=captain, log_id=log.pk)
    leave_team(user=captain, team_id=entry.team_id)
    count_challenges(now=noon_of(over_on(campaign)))

    entry.refresh_from_db()
    assert (entry.logs, entry.people) == (1, 1)
    assert all_together(campaign).is_final


def test_whoever_keeps_a_child_is_thanked_once():
    captain = someone()
    child = child_of(captain)
    campaign, team = challenge(starts_on=day(-13), ends_on=day(0)), team_of(captain)
    TeamMember.objects.create(team=team, user=child, joined_at=clock.now())
    enter_challenge(captain=captain, campaign_id=campaign.pk, team_id=team.pk)

    count_challenges(now=noon_of(over_on(campaign)))

    assert [message.recipient for message in Message.objects.filter(title__startswith="谢谢参加")] == [
        captain
    ]


def test_a_cancelled_challenge_thanks_nobody():
    campaign, _, entry = entered(starts_on=day(-13), ends_on=day(0))
    cancel_campaign(campaign=campaign, reason="停办。")

    count_challenges(now=noon_of(over_on(campaign)))

    entry.refresh_from_db()
    assert entry.final_at is not None
    assert Message.objects.filter(title__startswith="谢谢参加").count() == 0


@pytest.mark.parametrize("teams", [1, 4])
def test_counting_costs_the_same_for_one_team_and_for_several(teams, django_assert_num_queries):
    campaign, captain, _ = entered(someone(), someone(), actions=[bus()])
    for number in range(teams - 1):
        enter_with_new_team(captain=someone(), campaign_id=campaign.pk, name=f"{number}队")
    did(captain)

    # Which challenges, which teams; then in one transaction (2): hold them, the actions, the count, writing.
    with django_assert_num_queries(8):
        count_challenges(now=clock.now())


@pytest.mark.parametrize("teams", [1, 7])
def test_the_pages_cost_the_same_for_one_team_and_for_several(teams, client, django_assert_num_queries):
    campaign, _, _ = entered(actions=[bus()])
    for number in range(teams - 1):
        enter_with_new_team(captain=someone(), campaign_id=campaign.pk, name=f"{number}队")

    # The campaign, all together, the first teams, the actions.
    with django_assert_num_queries(4):
        client.get(reverse("campaigns:online", args=[campaign.pk]))
    # And how many and which teams of the list.
    with django_assert_num_queries(6):
        client.get(reverse("campaigns:online-teams", args=[campaign.pk]))


def test_a_captain_reads_the_code_and_a_mate_does_not(client):
    mate = someone()
    campaign, captain, entry = entered(mate)
    mine = reverse("campaigns:online-mine", args=[campaign.pk])

    client.force_login(captain)
    assert entry.team.join_code in client.get(mine).content.decode()
    client.force_login(mate)
    assert entry.team.join_code not in client.get(mine).content.decode()


def test_a_guest_names_a_team_and_signs_in(client):
    campaign = challenge()

    client.post(reverse("campaigns:online-team-new", args=[campaign.pk]), {"name": "骑行队"})

    kept = PendingAction.objects.get()
    assert (kept.name, kept.payload) == ("challenge_team", {"campaign": campaign.pk, "name": "骑行队"})
    assert Team.objects.count() == 0


def test_a_team_without_a_name_is_asked_for_one(client):
    campaign = challenge()
    client.force_login(someone())

    answer = client.post(reverse("campaigns:online-team-new", args=[campaign.pk]), {"name": ""})

    assert answer.status_code == 422
    assert "请给团队起个名字。" in answer.content.decode()
    assert Team.objects.count() == 0


def test_the_buttons_enter_show_the_name_and_leave(client):
    campaign, captain = challenge(), someone()
    team = team_of(captain)
    client.force_login(captain)
    client.post(reverse("campaigns:online-team-enter", args=[campaign.pk, team.pk]))
    entry = ChallengeEntry.objects.get()

    client.post(reverse("campaigns:online-team-name", args=[campaign.pk, entry.pk]), {"shows_name": "1"})
    entry.refresh_from_db()
    assert entry.shows_name
    client.post(reverse("campaigns:online-team-leave", args=[campaign.pk, entry.pk]))
    entry.refresh_from_db()
    assert entry.left_at is not None
