"""Teams of a challenge as everybody sees them, and mine."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, F, IntegerField, Max, QuerySet, Sum, Value, When

from accounts.models import User
from campaigns.models import Campaign, ChallengeEntry
from campaigns.rules import online as rules
from campaigns.selectors.online.challenge_logs import team_counts
from carbon_points.models import Action, Team
from carbon_points.selectors.teams import teams_of

NAMELESS = "一支团队"


@dataclass(frozen=True, slots=True)
class TeamBar:
    """A team's way to the goal. Its name only if its captain says so; never anybody's name."""

    id: int
    name: str
    logs: int
    people: int
    percent: int
    left: int


@dataclass(frozen=True, slots=True)
class Together:
    """All teams as one: what they did, what they aim for, and when it was counted."""

    teams: int
    logs: int
    goal: int
    percent: int
    counted_at: datetime | None
    is_final: bool


@dataclass(frozen=True, slots=True)
class MyTeam:
    """A team of mine: in the challenge or not, and what its captain may do."""

    team_id: int
    name: str
    # Of the entry; 0 while the team does not take part.
    entry_id: int
    bar: TeamBar | None
    i_lead: bool
    join_code: str
    shows_name: bool
    is_final: bool


def entries_of(campaign: Campaign) -> "QuerySet[ChallengeEntry]":
    """Teams that take part: those nearest their own goal first, then in the order in which they came.

    Beyond the goal nobody is further than anybody else.
    """
    goal = campaign.challenge_goal or 1
    capped = Case(When(logs__gte=goal, then=Value(goal)), default=F("logs"), output_field=IntegerField())
    rows = ChallengeEntry.objects.filter(campaign=campaign, left_at=None).select_related("team")
    return rows.order_by(capped.desc(), "pk")


def entries_of_captain(captain: User) -> "QuerySet[ChallengeEntry]":
    """Entries that a person may change: their team's, as long as the result is not final."""
    return ChallengeEntry.objects.filter(
        team__captain=captain, team__closed_at=None, final_at=None
    ).select_related("team", "campaign")


def team_bars(campaign: Campaign, entries: Iterable[ChallengeEntry]) -> list[TeamBar]:
    """These teams as everybody sees them, by the last count. No query."""
    return [
        _bar(campaign, entry, entry.team.name if entry.shows_name else NAMELESS, entry.logs, entry.people)
        for entry in entries
    ]


def all_together(campaign: Campaign) -> Together:
    """All teams of a challenge as one, by the last count. One query."""
    rows = ChallengeEntry.objects.filter(campaign=campaign, left_at=None)
    sums = rows.aggregate(
        teams=Count("pk"), done=Sum("logs"), finals=Count("final_at"), last=Max("counted_at")
    )
    teams, logs = sums["teams"], sums["done"] or 0
    goal = teams * (campaign.challenge_goal or 0)
    return Together(
        teams=teams,
        logs=logs,
        goal=goal,
        percent=rules.percent(logs, goal) if goal else 0,
        counted_at=sums["last"],
        is_final=bool(teams) and sums["finals"] == teams,
    )


def actions_of(campaign: Campaign) -> "QuerySet[Action]":
    """What counts; empty: everything."""
    return campaign.challenge_actions.order_by("category", "pk")


def my_teams(user: User, campaign: Campaign) -> list[MyTeam]:
    """My open teams, those of the challenge first, counted at this very moment. At most four queries."""
    teams = list(teams_of(user))
    rows = ChallengeEntry.objects.filter(campaign=campaign, left_at=None, team__in=teams)
    entries = {entry.team_id: entry for entry in rows.select_related("team")}
    running = [pk for pk, entry in entries.items() if entry.final_at is None]
    counts = team_counts(campaign, running) if running else {}
    mine = [_mine(user, campaign, team, entries.get(team.pk), counts) for team in teams]
    return sorted(mine, key=lambda team: not team.entry_id)


def _mine(
    user: User,
    campaign: Campaign,
    team: Team,
    entry: ChallengeEntry | None,
    counts: dict[int, tuple[int, int]],
) -> MyTeam:
    i_lead, bar = team.captain_id == user.pk, None
    if entry is not None:
        frozen = (entry.logs, entry.people)
        logs, people = frozen if entry.final_at else counts.get(team.pk, (0, 0))
        bar = _bar(campaign, entry, team.name, logs, people)
    return MyTeam(
        team_id=team.pk,
        name=team.name,
        entry_id=entry.pk if entry else 0,
        bar=bar,
        i_lead=i_lead,
        join_code=team.join_code if i_lead else "",
        shows_name=bool(entry and entry.shows_name),
        is_final=bool(entry and entry.final_at),
    )


def _bar(campaign: Campaign, entry: ChallengeEntry, name: str, logs: int, people: int) -> TeamBar:
    goal = campaign.challenge_goal or 1
    return TeamBar(entry.pk, name, logs, people, rules.percent(logs, goal), max(0, goal - logs))
