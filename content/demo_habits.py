"""Demo habits: two teams, two people in the personal list, badges, boards; safe to repeat."""

from accounts.models import Area, Organisation, User
from accounts.services import residents as accounts
from accounts.services.organisations import add_member, ensure_organisation
from accounts.services.profile import update_profile
from carbon_points.models import HabitChoice
from carbon_points.selectors.teams import teams_of
from carbon_points.services.badges import award_badges
from carbon_points.services.boards import refresh_boards
from carbon_points.services.habits import choose_habits
from carbon_points.services.teams import create_team, join_team
from content import demo

FRIENDS, SCHOOL_TEAM = "竹海骑行队", "环保小队"
SCHOOL_PEOPLE = 12
# Residents who have recorded nothing yet, in the two largest townships: a rate needs both.
QUIET = 26
FIRST_QUIET = demo.FIRST_PHONE + 100


def load_habits(residents: list[User]) -> None:
    """A team of friends, a team of a school, and what follows from them. Needs the demo's residents."""
    if len(residents) <= demo.PEOPLE_BY_TOWN[0] + SCHOOL_PEOPLE:
        return
    quiet = _quiet_residents(residents[0], residents[demo.PEOPLE_BY_TOWN[0]])
    _team(FRIENDS, residents[:7], None)
    school = ensure_organisation(code="demo-school", name="示例小学（演示）", kind="school", is_verified=True)
    add_member(organisation=school, user=residents[7], role="head")
    _team(SCHOOL_TEAM, [*residents[7 : 7 + SCHOOL_PEOPLE], *quiet[:SCHOOL_PEOPLE]], school)
    for resident in residents[:2]:
        if not HabitChoice.objects.filter(resident=resident).exists():
            choose_habits(
                resident=resident,
                weekly_goal=3,
                shows_week=True,
                shows_badges=True,
                in_ranking=True,
                year_account=True,
                channel="web",
            )
    for resident in residents:
        award_badges(resident=resident)
    refresh_boards()


def _team(name: str, people: list[User], organisation: Organisation | None) -> None:
    captain, *mates = people
    if teams_of(captain).filter(name=name).exists():
        return
    team = create_team(captain=captain, name=name, weekly_goal=30, organisation=organisation)
    for mate in mates:
        join_team(user=mate, code=team.join_code)


def _quiet_residents(*neighbours: User) -> list[User]:
    """Accounts without a log, in the townships of these neighbours in turn."""
    found = []
    for number in range(QUIET):
        resident = accounts.welcome(phone=f"+86{FIRST_QUIET + number}", channel="web")
        town: Area | None = neighbours[number % len(neighbours)].area
        if resident.area_id is None:
            resident = update_profile(user=resident, nickname="", area=town)
        found.append(resident)
    return found
