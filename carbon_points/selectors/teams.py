"""Teams as their members see them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from accounts.models import User
from accounts.selectors.family import people_kept_by
from carbon_points.models import Team, TeamMember
from carbon_points.rules.boards import progress
from carbon_points.rules.periods import window
from carbon_points.selectors.habits import logs_in_week
from core import clock
from core.refusals import NotFound

CHILD, OWN_CHILD = "一位小朋友", "我家的小朋友"


@dataclass(frozen=True, slots=True)
class TeamWeek:
    """A team's running week: logs that stand of all members, people who took part, percent of the goal."""

    id: int
    name: str
    organisation: str
    goal: int
    members: int
    people: int
    logs: int
    percent: int

    @property
    def left(self) -> int:
        """How many logs are missing to the goal; 0 when it is reached."""
        return max(0, self.goal - self.logs)


@dataclass(frozen=True, slots=True)
class TeamMate:
    """One member on the page; `id` is of the membership. Names only of those who said so, never a child's."""

    id: int
    name: str
    is_me: bool
    is_captain: bool
    is_mine: bool
    can_lead: bool


@dataclass(frozen=True, slots=True)
class TeamPage:
    """A team as one of its members sees it; the join code is empty for all but the captain."""

    week: TeamWeek
    mates: list[TeamMate]
    monday: date
    sunday: date
    i_lead: bool
    join_code: str
    shows_my_name: bool
    # Those whom I keep and who are not in the team.
    to_bring: list[User]


def standing_members() -> "QuerySet[TeamMember]":
    """Memberships that have not ended, of teams that are open."""
    return TeamMember.objects.filter(left_at=None, team__closed_at=None)


def teams_of(user: User) -> "QuerySet[Team]":
    """The open teams in which somebody stands, oldest first."""
    return Team.objects.filter(pk__in=standing_members().filter(user=user).values("team")).select_related(
        "organisation"
    )


def team_weeks(teams: Iterable[Team], day: date | None = None) -> list[TeamWeek]:
    """The week of each of these teams. One query for all of them, whatever the number of members."""
    teams = list(teams)
    counted = {
        row["team"]: row
        for row in standing_members()
        .filter(team__in=[team.pk for team in teams])
        .order_by()
        .annotate(done=logs_in_week("user", day or clock.today()))
        .values("team")
        .annotate(members=Count("pk"), people=Count("pk", filter=Q(done__gt=0)), logs=Sum("done"))
    }
    return [_week(team, counted.get(team.pk, {})) for team in teams]


def team_page(user: User, team_id: int) -> TeamPage:
    """A team for one of its members. Raises NotFound for everybody else. Four queries."""
    team = teams_of(user).filter(pk=team_id).first()
    if team is None:
        raise NotFound("没有找到这个团队，它可能已经解散，或者您不在里面。")
    rows = list(standing_members().filter(team=team).select_related("user").order_by("joined_at", "pk"))
    there = {row.user_id for row in rows}
    monday = window("week", clock.today())[0]
    i_lead = team.captain_id == user.pk
    return TeamPage(
        week=team_weeks([team])[0],
        mates=[_mate(row, number, team, user) for number, row in enumerate(rows, start=1)],
        monday=monday,
        sunday=monday + timedelta(days=6),
        i_lead=i_lead,
        join_code=team.join_code if i_lead else "",
        shows_my_name=next(row.shows_name for row in rows if row.user_id == user.pk),
        to_bring=[person for person in people_kept_by(user) if person.pk not in there],
    )


def _week(team: Team, counted: Mapping[str, Any]) -> TeamWeek:
    logs = counted.get("logs") or 0
    return TeamWeek(
        id=team.pk,
        name=team.name,
        organisation=team.organisation.name if team.organisation else "",
        goal=team.weekly_goal,
        members=counted.get("members", 0),
        people=counted.get("people", 0),
        logs=logs,
        percent=progress(logs, team.weekly_goal),
    )


def _mate(row: TeamMember, number: int, team: Team, viewer: User) -> TeamMate:
    """A member under a name, or under the number in the order of joining."""
    person = row.user
    is_mine = person.kept_by_id == viewer.pk
    if person.age_band == User.AgeBand.UNDER_14:
        name = OWN_CHILD if is_mine else CHILD
    elif person.pk == viewer.pk or is_mine or row.shows_name:
        name = person.display_name
    else:
        name = f"{number}号队友"
    return TeamMate(
        id=row.pk,
        name=name,
        is_me=person.pk == viewer.pk,
        is_captain=person.pk == team.captain_id,
        is_mine=is_mine,
        can_lead=person.kept_by_id is None and person.pk != team.captain_id,
    )
