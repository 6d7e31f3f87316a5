"""Residents with records, teams and choices, in one line each."""

from datetime import date
from itertools import count
from typing import Any

from accounts.models import User
from accounts.services import family, residents
from carbon_points.models import Action, ActionLog, HabitChoice, Policy, Team
from carbon_points.services.habits import choose_habits
from carbon_points.services.teams import create_team, join_team
from tests.carbon_points.ledger_world import NOW, make_action, record

_numbers = count(1)


def someone(nickname: str = "", **values: Any) -> User:
    """A resident with a phone of their own."""
    user = residents.welcome(phone=f"+861580000{next(_numbers):04}", channel="web")
    if nickname or values:
        for name, value in ({"nickname": nickname} | values).items():
            setattr(user, name, value)
        user.save()
    return user


def child_of(keeper: User, nickname: str = "小明") -> User:
    """A child whom somebody keeps."""
    return family.keep_person(
        keeper=keeper, nickname=nickname, age_band="under14", consented=True, channel="web"
    )


def bus() -> Action:
    """The action that everybody records, as often as a test needs."""
    return Action.objects.filter(code="TR-BUS").first() or make_action(max_per_log=1000)


def did(*people: User, day: date | None = None, times: int = 1) -> list[ActionLog]:
    """Records of these people, of the day of ledger_world unless told otherwise."""
    change: dict[str, Any] = {"done_on": day, "earliest": day} if day else {}
    return [record(person, bus(), **change) for person in people for _ in range(times)]


def team_of(captain: User, *mates: User, name: str = "骑行队", **values: Any) -> Team:
    """A team with these people."""
    team = create_team(captain=captain, name=name, **values)
    for mate in mates:
        join_team(user=mate, code=team.join_code)
    return team


def choose(user: User, **change: Any) -> HabitChoice:
    """Choices as they are without a row, but for what is told."""
    usual: dict[str, Any] = {
        "weekly_goal": None,
        "shows_week": True,
        "shows_badges": True,
        "in_ranking": False,
        "year_account": True,
        "channel": "web",
    }
    return choose_habits(resident=user, **usual | change)


def city(**values: Any) -> None:
    """Switch something off or on for the whole city, long since."""
    Policy.objects.create(
        kind="city", key="", values=values, valid_from=date(2026, 1, 1), note="测试用", published_at=NOW
    )
