"""What staff may change without touching code: plain values, read from a policy's JSON, with the defaults."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any, TypeVar

from carbon_points.rules.quantities import plain


@dataclass(frozen=True, slots=True)
class CityPolicy:
    """Rules that hold for everybody. Days, months, points and logs are whole numbers."""

    # Points that one resident can get in a day for logs without proof.
    self_points_a_day: int = 200
    # Trips have no times and meals no names: ceilings over all actions of the group.
    trips_a_day: int = 6
    meals_a_day: int = 3
    # Days before a new account can redeem.
    hold_days: int = 7
    # Points of a half-year hold this many months after its end; never under 12.
    points_valid_months: int = 18
    # Manual grants to one person in a calendar month.
    grant_points_a_month: int = 500
    # Logs that one helper may write down for others in a day.
    helper_logs_a_day: int = 200
    # Of the decisions on photos and bills, those that somebody else looks at blindly.
    second_look_percent: int = 5
    # Switches of the city.
    shows_week: bool = True
    shows_boards: bool = True
    shows_ranking: bool = True
    shows_badges: bool = True
    shows_teams: bool = True
    shows_year_account: bool = True


@dataclass(frozen=True, slots=True)
class ActionPolicy:
    """What replaces the catalogue's terms of one action; None leaves them as they are."""

    # In units of the action.
    max_per_log: Decimal | None = None
    daily_limit: Decimal | None = None
    limit_period: str | None = None
    limit_counts: str | None = None
    # Part of the net that a log without proof is credited, 0 to 1.
    self_share: Decimal | None = None
    engagement_points: int | None = None


@dataclass(frozen=True, slots=True)
class RewardPolicy:
    """What a reward costs, and how many one person may have in a calendar month or in all."""

    price: int = 0
    per_person: int = 1
    # "month" or "all".
    per_period: str = "month"


@dataclass(frozen=True, slots=True)
class BudgetPolicy:
    """How many points of a budget line may be redeemed in a month."""

    points: int = 0


Values = CityPolicy | ActionPolicy | RewardPolicy | BudgetPolicy
AnyPolicy = TypeVar("AnyPolicy", bound=Values)
_DECIMALS = {"max_per_log", "daily_limit", "self_share"}
# By Policy.Kind.
CLASSES: dict[str, type[Values]] = {
    "city": CityPolicy,
    "action": ActionPolicy,
    "reward": RewardPolicy,
    "budget": BudgetPolicy,
}


def read(kind: type[AnyPolicy], values: Mapping[str, Any] | None) -> AnyPolicy:
    """A policy out of its JSON: what it does not name keeps its default, unknown names do nothing."""
    known = {field.name for field in fields(kind)}
    found = {name: _value(name, value) for name, value in (values or {}).items() if name in known}
    return replace(kind(), **found)


def _value(name: str, value: Any) -> Any:
    return Decimal(str(value)) if name in _DECIMALS and value is not None else value


def written(policy: Values) -> dict[str, Any]:
    """The policy as JSON values, which `read` reads back exactly, without what is left to the catalogue."""
    found = {field.name: getattr(policy, field.name) for field in fields(policy)}
    return {
        name: plain(value) if isinstance(value, Decimal) else value
        for name, value in found.items()
        if value is not None
    }
