"""What a campaign's page shows of taking part from home: the same for everybody, so that it can be kept."""

from dataclasses import dataclass, field

from accounts.models import User
from campaigns.models import Campaign, Pledge, QuizEntry, WallPhoto
from campaigns.refusals.online import NoSuchCampaign
from campaigns.rules import online as rules
from campaigns.selectors.online.challenges import (
    MyTeam,
    TeamBar,
    Together,
    actions_of,
    all_together,
    entries_of,
    my_teams,
    team_bars,
)
from campaigns.selectors.online.quizzes import quiz_entry
from campaigns.selectors.online.wall import on_the_wall
from carbon_points.models import Action
from core import clock

Kind = Campaign.Kind
TEAMS_SHOWN = 5
PHOTOS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class OnlinePart:
    """Taking part from home. Figures count people, teams and records; no names."""

    campaign: Campaign
    phase: rules.Phase
    days: str
    is_open: bool
    pledges: int = 0
    questions: int = 0
    quiz_people: int = 0
    together: Together | None = None
    teams: list[TeamBar] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    has_wall: bool = False
    photos: list[WallPhoto] = field(default_factory=list)

    @property
    def is_running(self) -> bool:
        """Whether somebody can begin today."""
        return self.is_open and self.phase is rules.Phase.RUNNING


@dataclass(frozen=True, slots=True)
class Mine:
    """How somebody stands in a campaign; everything empty for a guest."""

    pledge: Pledge | None = None
    entry: QuizEntry | None = None
    teams: list[MyTeam] = field(default_factory=list)


def online_campaign(campaign_id: int) -> Campaign:
    """A campaign that has something to do from home. Raises NoSuchCampaign."""
    row = Campaign.objects.select_related("action", "organisation").filter(pk=campaign_id).first()
    if row is None or not has_part(row):
        raise NoSuchCampaign("没有找到这个活动，请从活动页面重新进入。")
    return row


def quiz_to_read(campaign_id: int) -> Campaign:
    """A quiz whose questions everybody may read, also when it is over. Raises NoSuchCampaign."""
    row = online_campaign(campaign_id)
    if row.kind != Kind.QUIZ or row.state == Campaign.State.WITHDRAWN:
        raise NoSuchCampaign("没有找到这个问答，请从活动页面重新进入。")
    return row


def people_pledged(campaign_id: int) -> int:
    """How many people have pledged and still do. One query."""
    return Pledge.objects.filter(campaign=campaign_id).count()


def has_part(campaign: Campaign) -> bool:
    """Whether there is anything to do from home, or a wall."""
    return campaign.kind != Kind.EVENT or campaign.takes_photos


def has_wall(campaign: Campaign) -> bool:
    """Whether pictures are shown."""
    return campaign.takes_photos or campaign.kind == Kind.PHOTOS


def takes_photos_now(campaign: Campaign) -> bool:
    """Whether pictures can be handed in today."""
    is_open = campaign.state == Campaign.State.OPEN
    return is_open and rules.takes_photos(campaign.starts_on, campaign.ends_on, clock.today())


def part_of(campaign: Campaign) -> OnlinePart:
    """Everything for the page. At most four queries, whatever the number of people."""
    challenge = campaign.kind == Kind.CHALLENGE
    shows_wall = has_wall(campaign)
    return OnlinePart(
        campaign=campaign,
        phase=rules.phase(campaign.starts_on, campaign.ends_on, clock.today()),
        days=rules.day_span(campaign.starts_on, campaign.ends_on),
        is_open=campaign.state == Campaign.State.OPEN,
        pledges=campaign.pledges.count() if campaign.kind == Kind.PLEDGE else 0,
        questions=campaign.quiz.filter(is_retired=False).count() if campaign.kind == Kind.QUIZ else 0,
        quiz_people=campaign.quiz_entries.count() if campaign.kind == Kind.QUIZ else 0,
        together=all_together(campaign) if challenge else None,
        teams=team_bars(campaign, entries_of(campaign)[:TEAMS_SHOWN]) if challenge else [],
        actions=list(actions_of(campaign)) if challenge else [],
        has_wall=shows_wall,
        photos=list(on_the_wall(campaign)[:PHOTOS_SHOWN]) if shows_wall else [],
    )


def mine_in(user: object, campaign: Campaign) -> Mine:
    """How this visitor stands; empty for a guest."""
    if not isinstance(user, User):
        return Mine()
    if campaign.kind == Kind.PLEDGE:
        return Mine(pledge=Pledge.objects.filter(resident=user, campaign=campaign).first())
    if campaign.kind == Kind.QUIZ:
        return Mine(entry=quiz_entry(user, campaign))
    if campaign.kind == Kind.CHALLENGE:
        return Mine(teams=my_teams(user, campaign))
    return Mine()
