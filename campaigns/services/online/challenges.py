"""Challenges of teams: entered by the captain, or with a team made on the spot; left again."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from campaigns.models import Campaign, ChallengeEntry
from campaigns.refusals.online import NotYourTeam
from campaigns.selectors.online.challenges import entries_of_captain
from campaigns.services.online.challenge_counts import count
from campaigns.services.online.opening import person, running
from carbon_points.models import Team
from carbon_points.selectors.teams import teams_of
from carbon_points.services.teams import create_team
from core import clock
from core.refusals import NotFound


@transaction.atomic
def enter_challenge(*, captain: User, campaign_id: int, team_id: int) -> ChallengeEntry:
    """Let a team take part; a second tap gives the same entry, and a team that had left is back.

    What its members recorded on the campaign's days before counts too. Raises NoSuchCampaign, NotRunning or
    NotYourTeam.
    """
    captain = person(captain)
    campaign = running(campaign_id, Campaign.Kind.CHALLENGE)
    team = teams_of(captain).filter(pk=team_id).first()
    if team is None or team.captain_id != captain.pk:
        raise NotYourTeam("要由队长来报名，请告诉您的队长，或者自己建一支新的团队。")
    return _enter(campaign, team, captain, clock.now())


@transaction.atomic
def enter_with_new_team(*, captain: User, campaign_id: int, name: str) -> ChallengeEntry:
    """Make a team that this person leads, and let it take part; the same name again gives the same team.

    Raises NoSuchCampaign, NotRunning and what create_team raises.
    """
    captain = person(captain)
    campaign = running(campaign_id, Campaign.Kind.CHALLENGE)
    return _enter(campaign, create_team(captain=captain, name=name), captain, clock.now())


@transaction.atomic
def leave_challenge(*, captain: User, entry_id: int) -> None:
    """Take a team out while the challenge runs; its members keep what they recorded. Safe to repeat.

    Raises NotFound for an entry of a team that the person does not lead, or whose result is final.
    """
    entry = _own_entry(person(captain), entry_id)
    if entry.left_at is None:
        entry.left_at = clock.now()
        entry.save(update_fields=["left_at"])


@transaction.atomic
def show_team_name(*, captain: User, entry_id: int, shows_name: bool) -> ChallengeEntry:
    """Say whether everybody may read the team's name on the campaign's page. Raises NotFound."""
    entry = _own_entry(person(captain), entry_id)
    entry.shows_name = shows_name
    entry.save(update_fields=["shows_name"])
    return entry


def _enter(campaign: Campaign, team: Team, captain: User, now: datetime) -> ChallengeEntry:
    entry, _ = ChallengeEntry.objects.get_or_create(
        campaign=campaign, team=team, defaults={"entered_by": captain, "at": now}
    )
    if entry.left_at is not None:
        entry.left_at = None
        entry.save(update_fields=["left_at"])
    count(campaign, [entry], now=now)
    return entry


def _own_entry(captain: User, entry_id: int) -> ChallengeEntry:
    entry = entries_of_captain(captain).select_for_update(of=("self",)).filter(pk=entry_id).first()
    if entry is None:
        raise NotFound("没有找到这支团队的报名，只有队长可以改。")
    return entry
