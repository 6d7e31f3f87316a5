"""Going out of teams, and who leads a team whose captain goes."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.selectors.family import people_kept_by
from carbon_points.models import Team, TeamMember
from carbon_points.selectors.teams import standing_members
from carbon_points.services.team_rows import lock_team, members_in
from messaging.models import Message
from messaging.services import notify


@transaction.atomic
def leave_all_teams(*, user: User, now: datetime) -> None:
    """Take a person whose account ends out of every team, and their traces with them."""
    for team_id in sorted(standing_members().filter(user=user).values_list("team_id", flat=True)):
        go(lock_team(team_id), [user], now=now)
    TeamMember.objects.filter(user=user).delete()


def go(team: Team, people: Sequence[User], *, now: datetime) -> None:
    """The team's row is held. After its captain leads who has been there longest; nobody left closes it."""
    members_in(team).filter(user__in=people).update(left_at=now)
    if team.captain_id not in {person.pk for person in people}:
        return
    heir = members_in(team).filter(user__kept_by=None).order_by("joined_at", "pk").first()
    if heir is None:
        close(team, now=now)
    else:
        lead(team, heir, now=now)


def with_kept(user: User) -> list[User]:
    """A person with everybody whom they keep: they come and go together."""
    return [user, *people_kept_by(user)]


def lead(team: Team, heir: TeamMember, *, now: datetime) -> None:
    """Make a member captain. The team's row is held."""
    team.captain_id = heir.user_id
    team.save(update_fields=["captain"])
    notify(
        user=heir.user,
        kind=Message.Kind.TEAM,
        title=f"您现在是“{team.name}”的队长",
        body="原来的队长离开了或把队伍交给了您。不方便的话，可以在团队页面再交给别人。",
        url=reverse("carbon_points:team", args=[team.pk]),
        key=f"team-captain:{team.pk}:{now:%Y%m%d%H%M%S}",
    )


def close(team: Team, *, now: datetime) -> None:
    """End a team for all. Its row is held."""
    members_in(team).update(left_at=now)
    team.closed_at = now
    team.save(update_fields=["closed_at"])
