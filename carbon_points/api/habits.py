"""The API of habits: my week, my choices, my teams; boards to be read by everybody."""

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from accounts.api_auth import token_or_session
from accounts.models import Consent
from carbon_points.models import HabitChoice, Team
from carbon_points.refusals import HabitRefused
from carbon_points.rules.weeks import monday_of
from carbon_points.schemas import habits as schemas
from carbon_points.selectors.boards import NOTE, board_line, board_rows, boards_updated_at
from carbon_points.selectors.habits import choice_of, city_rules, shown_week
from carbon_points.selectors.teams import team_weeks, teams_of
from carbon_points.services import teams as services
from carbon_points.services.habits import choose_habits
from core import clock
from core.cursors import Limit
from core.idempotency import idempotent

router = Router()
Board = Annotated[
    Literal["town", "organisation", "team"],
    Query(description="town 乡镇街道；organisation 学校与单位；team 团队"),
]
# The lines stand in an order that is no row's number, so pages are counted.
Offset = Annotated[int, Query(alias="cursor", ge=0, le=1_000_000, description="上一页给出的 next_cursor")]


@router.get("/me/week", response=schemas.WeekOut, tags=["我"], summary="我的这一周", auth=token_or_session)
def show_week(request: HttpRequest) -> schemas.WeekOut:
    """My running week; a caller that asks for it sees it, whatever the pages show."""
    user = request.auth  # type: ignore[attr-defined]
    week = shown_week(user, choice_of(user))
    return schemas.WeekOut(
        days=[schemas.DayOut(day=dot.day, done=dot.done) for dot in week.dots],
        done=week.done,
        total=week.total,
        goal=week.goal,
        goal_reached=week.is_reached,
    )


@router.get(
    "/me/habits", response=schemas.HabitsOut, tags=["我"], summary="我的习惯与显示", auth=token_or_session
)
def show_habits(request: HttpRequest) -> schemas.HabitsOut:
    """What I chose, or the defaults."""
    return _choice_out(choice_of(request.auth))  # type: ignore[attr-defined]


@router.post(
    "/me/habits", response=schemas.HabitsOut, tags=["我"], summary="修改习惯与显示", auth=token_or_session
)
@idempotent
def change_habits(request: HttpRequest, body: schemas.HabitsIn) -> schemas.HabitsOut:
    """Keep all my choices."""
    user = request.auth  # type: ignore[attr-defined]
    return _choice_out(choose_habits(resident=user, channel=Consent.Channel.APP, **body.model_dump()))


@router.get("/teams", response=schemas.TeamsOut, tags=["团队"], summary="我的团队", auth=token_or_session)
def list_teams(request: HttpRequest) -> schemas.TeamsOut:
    """My teams with their running week; five at most."""
    teams = teams_of(request.auth)  # type: ignore[attr-defined]
    return schemas.TeamsOut(items=_teams_out(list(teams)))


@router.post(
    "/teams/join", response=schemas.TeamOut, tags=["团队"], summary="用加入码加入团队", auth=token_or_session
)
def join(request: HttpRequest, body: schemas.TeamCodeIn) -> HttpResponse:
    """Join the team that told its code; ten wrong codes in an hour at most."""
    # Outside the stored answer's transaction: a wrong code stays counted although it is refused.
    team = services.team_behind(user=request.auth, code=body.code)  # type: ignore[attr-defined]
    answer: HttpResponse = _enter(request, team)
    return answer


@idempotent
def _enter(request: HttpRequest, team: Team) -> schemas.TeamOut:
    services.enter_team(user=request.auth, team=team)  # type: ignore[attr-defined]
    return _teams_out([team])[0]


@router.get("/boards", response=schemas.BoardOut, tags=["一起做"], summary="参与率")
def show_board(
    request: HttpRequest, board: Board = "town", cursor: Offset = 0, limit: Limit = 20
) -> schemas.BoardOut:
    """A cooperative board of the running week. No counts; small groups are hidden."""
    if not city_rules().shows_boards:
        raise HabitRefused("参与率现在没有公布。", status=404)
    rows = list(board_rows(board)[cursor : cursor + limit + 1])
    return schemas.BoardOut(
        board=board,
        week=monday_of(clock.today()),
        updated_at=boards_updated_at(),
        note=NOTE,
        items=[
            schemas.BoardLineOut(name=line.name, percent=line.percent)
            for line in map(board_line, rows[:limit])
        ],
        next_cursor=cursor + limit if len(rows) > limit else None,
    )


def _choice_out(choice: HabitChoice) -> schemas.HabitsOut:
    return schemas.HabitsOut(**{name: getattr(choice, name) for name in schemas.HabitsOut.model_fields})


def _teams_out(teams: list[Team]) -> list[schemas.TeamOut]:
    names = schemas.TeamOut.model_fields
    return [schemas.TeamOut(**{name: getattr(week, name) for name in names}) for week in team_weeks(teams)]
