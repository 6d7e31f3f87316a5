"""What a policy can be about: the city, an action, a reward, a month of a budget line."""

import re
from dataclasses import dataclass
from datetime import date

from carbon_points.models import Action, BudgetLine, Policy, Reward
from carbon_points.rules.policies import ActionPolicy
from carbon_points.selectors.limits import limits_of
from core.converters import LARGEST_ID
from core.refusals import NotFound

_REWARD = re.compile(r"[1-9][0-9]{0,18}", re.ASCII)
_BUDGET = re.compile(r"([-a-zA-Z0-9_]{1,30}):(2[0-9]{3})-(0[1-9]|1[0-2])", re.ASCII)
CITY_NAME = "全市规则"


@dataclass(frozen=True, slots=True)
class Subject:
    """One object of policies, with its name for people and what the checks of its values need."""

    kind: str
    key: str
    name: str
    # Of an action.
    unit: str = ""
    counts: str = "units"
    action: Action | None = None
    reward: Reward | None = None
    # Of a budget: the line and the first day of the month.
    line: BudgetLine | None = None
    month: date | None = None


def subject_of(kind: str, key: str) -> Subject:
    """The object with this key; NotFound when there is none. One query at most."""
    found = None
    match kind:
        case Policy.Kind.CITY if key == "":
            found = Subject(kind, key, CITY_NAME)
        case Policy.Kind.ACTION:
            found = _action(key)
        case Policy.Kind.REWARD:
            found = _reward(key)
        case Policy.Kind.BUDGET:
            found = _budget(key)
    if found is None:
        raise NotFound("没有找到这条规则的对象，请从规则列表里选择。")
    return found


def _action(key: str) -> Subject | None:
    action = Action.objects.filter(code=key).first() if len(key) <= 40 and key.isascii() else None
    if action is None:
        return None
    counts = "logs" if limits_of(action, ActionPolicy()).by_logs else "units"
    return Subject(Policy.Kind.ACTION, key, action.name, unit=action.unit, counts=counts, action=action)


def _reward(key: str) -> Subject | None:
    number = int(key) if _REWARD.fullmatch(key) else 0
    reward = Reward.objects.filter(pk=number).first() if 0 < number <= LARGEST_ID else None
    return None if reward is None else Subject(Policy.Kind.REWARD, key, reward.name, reward=reward)


def _budget(key: str) -> Subject | None:
    match = _BUDGET.fullmatch(key)
    line = BudgetLine.objects.filter(code=match[1]).first() if match else None
    if match is None or line is None:
        return None
    month = date(int(match[2]), int(match[3]), 1)
    name = f"{line.name} {month.year}年{month.month}月"
    return Subject(Policy.Kind.BUDGET, key, name, line=line, month=month)


def budget_key(line: BudgetLine, month: date) -> str:
    """The key of a line's month; `month` is any of its days."""
    return f"{line.code}:{month:%Y-%m}"
