"""What only the captain of a team may do."""

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from carbon_points.models import Team, TeamMember
from carbon_points.refusals import TeamRefused
from carbon_points.services import team_rows
from carbon_points.services.team_leaving import close, go, lead, with_kept
from carbon_points.services.teams import check_goal, team_name
from core import clock
from core.refusals import NotFound
from messaging.models import Message
from messaging.services import notify


@transaction.atomic
def change_team(*, captain: User, team_id: int, name: str, weekly_goal: int) -> Team:
    """Set name and weekly goal. Raises NicknameUnfit, TeamRefused, CaptainOnly or NotFound."""
    name = team_name(name)
    check_goal(weekly_goal)
    team = team_rows.lock_as_captain(captain, team_id)
    team.name, team.weekly_goal = name, weekly_goal
    team.save(update_fields=["name", "weekly_goal"])
    return team


@transaction.atomic
def renew_team_code(*, captain: User, team_id: int) -> Team:
    """Make a fresh join code; the earlier one is void. Raises CaptainOnly or NotFound."""
    team = team_rows.lock_as_captain(captain, team_id)
    team.join_code = team_rows.fresh_code()
    team.save(update_fields=["join_code"])
    return team


@transaction.atomic
def remove_from_team(*, captain: User, team_id: int, member_id: int) -> None:
    """Send a member away, with everybody whom they keep, and tell them.

    `member_id` is of the membership. Raises TeamRefused, CaptainOnly or NotFound.
    """
    team = team_rows.lock_as_captain(captain, team_id)
    member = _member(team, member_id)
    if member.user_id == captain.pk:
        raise TeamRefused("要离开自己的团队，请用“退出团队”。")
    go(team, with_kept(member.user), now=clock.now())
    if member.user.kept_by_id:
        return
    notify(
        user=member.user,
        kind=Message.Kind.TEAM,
        title=f"您已离开团队“{team.name}”",
        body="队长调整了成员。您自己的记录和积分都还在，也可以加入别的团队。",
        url=reverse("carbon_points:teams"),
        key=f"team-left:{member.pk}",
    )


@transaction.atomic
def hand_over_team(*, captain: User, team_id: int, member_id: int) -> Team:
    """Make another member captain. Raises TeamRefused, CaptainOnly or NotFound."""
    team = team_rows.lock_as_captain(captain, team_id)
    member = _member(team, member_id)
    if member.user.kept_by_id:
        raise TeamRefused("由家人代管的成员不能当队长，请换一位。")
    if member.user_id != captain.pk:
        lead(team, member, now=clock.now())
    return team


@transaction.atomic
def close_team(*, captain: User, team_id: int) -> None:
    """End the team for all its members. Raises CaptainOnly or NotFound."""
    close(team_rows.lock_as_captain(captain, team_id), now=clock.now())


def _member(team: Team, member_id: int) -> TeamMember:
    member = team_rows.members_in(team).select_related("user").filter(pk=member_id).first()
    if member is None:
        raise NotFound("这位成员已经不在团队里了，请刷新页面。")
    return member
