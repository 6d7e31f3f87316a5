"""The rows of teams: holding one, entering it, telling people; for services that have begun a transaction.

Lock order: the person's row, then teams by number.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from accounts import rules as codes
from accounts.models import User
from carbon_points.models import Team, TeamMember
from carbon_points.refusals import CaptainOnly, TeamFull
from carbon_points.rules import teams as rules
from carbon_points.selectors.teams import standing_members
from core.refusals import NotFound


def lock_team(team_id: int) -> Team:
    """An open team, held until the transaction ends. Raises NotFound."""
    team = Team.objects.select_for_update(no_key=True).filter(pk=team_id, closed_at=None).first()
    if team is None:
        raise NotFound("没有找到这个团队，它可能已经解散。")
    return team


def lock_as_captain(captain: User, team_id: int) -> Team:
    """A team that this person leads, held. Raises NotFound for strangers and CaptainOnly for members."""
    team = lock_team(team_id)
    if team.captain_id != captain.pk:
        if not members_in(team).filter(user=captain).exists():
            raise NotFound("没有找到这个团队，它可能已经解散。")
        raise CaptainOnly("这件事要由队长来做，请告诉队长。")
    return team


def members_in(team: Team) -> "QuerySet[TeamMember]":
    """Who stands in a team now."""
    return standing_members().filter(team=team)


def enter(team: Team, people: Sequence[User], *, now: datetime) -> None:
    """Let people in who are not there yet. Their rows and the team's are held. Raises TeamFull."""
    there = set(members_in(team).values_list("user_id", flat=True))
    new = [person for person in people if person.pk not in there]
    if len(there) + len(new) > rules.PEOPLE_A_TEAM:
        raise TeamFull(f"一个团队最多 {rules.PEOPLE_A_TEAM} 个人，现在满了。可以另建一个团队。")
    for person in new:
        if standing_members().filter(user=person).count() >= rules.TEAMS_A_PERSON:
            raise TeamFull(f"一个人最多同时在 {rules.TEAMS_A_PERSON} 个团队里，请先退出一个再加入。")
        TeamMember.objects.create(team=team, user=person, joined_at=now)


def fresh_code() -> str:
    """Six letters that no team has."""
    code = ""
    while not code or Team.objects.filter(join_code=code).exists():
        code = "".join(secrets.choice(codes.JOIN_CODE_LETTERS) for _ in range(codes.JOIN_CODE_LENGTH))
    return code
