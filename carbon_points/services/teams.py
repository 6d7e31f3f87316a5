"""Teams: made, joined by code, left. Nothing is paid for joining or for asking others to."""

from django.db import transaction

from accounts import rules as codes
from accounts.models import Organisation, User
from accounts.refusals import TooManyJoinTries
from accounts.selectors.family import may_act_for
from accounts.selectors.organisations import organisations_of
from accounts.services import join_tries
from accounts.services.profile import fit_name
from accounts.services.rows import lock_user
from carbon_points.models import Team, TeamMember
from carbon_points.refusals import TeamRefused, WrongTeamCode
from carbon_points.rules import teams as rules
from carbon_points.selectors.habits import city_rules
from carbon_points.services import team_rows
from carbon_points.services.team_leaving import go, with_kept
from core import clock
from core.refusals import NotFound


@transaction.atomic
def create_team(
    *, captain: User, name: str, weekly_goal: int = rules.USUAL_GOAL, organisation: Organisation | None = None
) -> Team:
    """Make a team that this person leads; the same name again gives the team that is there.

    `weekly_goal` is in logs of all members together. Raises NicknameUnfit, TeamFull or TeamRefused.
    """
    _refuse_without_teams()
    name = team_name(name)
    check_goal(weekly_goal)
    now = clock.now()
    captain = lock_user(captain)
    if captain.kept_by_id or not captain.is_active:
        raise TeamRefused("请由代管人来建团队。", status=403)
    if organisation is not None and not organisations_of(captain).filter(pk=organisation.pk).exists():
        raise TeamRefused("您不在这个单位里，请先请单位负责人添加您。", status=403)
    earlier = Team.objects.filter(captain=captain, name=name, closed_at=None).first()
    if earlier is not None:
        return earlier
    team = Team.objects.create(
        name=name,
        join_code=team_rows.fresh_code(),
        captain=captain,
        organisation=organisation,
        weekly_goal=weekly_goal,
        created_at=now,
    )
    team_rows.enter(team, [captain], now=now)
    return team


def join_team(*, user: User, code: str) -> Team:
    """Join the team that told its code; a member who joins again is simply there.

    Raises what team_behind and enter_team raise. No transaction as a whole: a wrong try stays counted.
    """
    return enter_team(user=user, team=team_behind(user=user, code=code))


def team_behind(*, user: User, code: str) -> Team:
    """The open team that told its code; a wrong try stays counted.

    Raises TooManyJoinTries, WrongTeamCode or TeamRefused. Must not be called inside a transaction that a
    refusal would roll back.
    """
    _refuse_without_teams()
    try:
        join_tries.claim_try(user=user, now=clock.now())
    except TooManyJoinTries:
        raise TooManyJoinTries("试的次数太多了，请一小时后再试，或者请队长再念一遍加入码。") from None
    team = Team.objects.filter(join_code=codes.join_code_typed(code) or "-", closed_at=None).first()
    if team is None:
        raise WrongTeamCode("没有找到这个加入码，请和队长核对六个字母；队长可能刚换过新的。")
    join_tries.give_back(user=user)
    return team


@transaction.atomic
def enter_team(*, user: User, team: Team) -> Team:
    """Let somebody in who has shown the team's code. Raises WrongTeamCode (it was renewed) or TeamFull."""
    # Lock, then look: the code may have been renewed, the last place taken.
    user = lock_user(user)
    held = team_rows.lock_team(team.pk)
    if held.join_code != team.join_code:
        raise WrongTeamCode("这个加入码刚刚换过了，请向队长要新的。")
    team_rows.enter(held, [user], now=clock.now())
    return held


@transaction.atomic
def bring_along(*, keeper: User, team_id: int, person_id: int) -> TeamMember:
    """Let somebody whom a member keeps into the same team, without a name. Raises NotFound or TeamFull."""
    keeper = lock_user(keeper)
    person = lock_user(may_act_for(keeper, person_id))
    team = team_rows.lock_team(team_id)
    _own_membership(team, keeper)
    team_rows.enter(team, [person], now=clock.now())
    return team_rows.members_in(team).get(user=person)


@transaction.atomic
def leave_team(*, user: User, team_id: int) -> None:
    """Leave, with everybody whom the person keeps. Somebody who is no member changes nothing.

    Raises NotFound for a team that is not there.
    """
    user = lock_user(user)
    team = team_rows.lock_team(team_id)
    if team_rows.members_in(team).filter(user=user).exists():
        go(team, with_kept(user), now=clock.now())


@transaction.atomic
def show_name(*, user: User, team_id: int, shows_name: bool) -> TeamMember:
    """Say whether the others may see one's own name. Raises NotFound."""
    member = _own_membership(team_rows.lock_team(team_id), user)
    member.shows_name = shows_name
    member.save(update_fields=["shows_name"])
    return member


def team_name(typed: str) -> str:
    """What somebody typed as the name of a team, tidied. Raises NicknameUnfit or TeamRefused."""
    name = fit_name(typed)
    if not name:
        raise TeamRefused("请给团队起个名字，例如“三楼骑行队”。", status=422)
    return name


def check_goal(weekly_goal: int) -> None:
    """Raises TeamRefused for a goal that nobody can reach or miss."""
    if not rules.LOWEST_GOAL <= weekly_goal <= rules.HIGHEST_GOAL:
        raise TeamRefused(
            f"每周共同目标请填 {rules.LOWEST_GOAL} 到 {rules.HIGHEST_GOAL} 之间的整数。", status=422
        )


def _own_membership(team: Team, user: User) -> TeamMember:
    member = team_rows.members_in(team).filter(user=user).first()
    if member is None:
        raise NotFound("没有找到这个团队，它可能已经解散。")
    return member


def _refuse_without_teams() -> None:
    if not city_rules().shows_teams:
        raise TeamRefused("团队功能现在没有开放，您自己的记录和积分照常。")
