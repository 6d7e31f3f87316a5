"""An action's limits as they hold on a day: the policy's where it names one, else the catalogue's."""

from dataclasses import dataclass
from decimal import Decimal

from carbon_points.models import Action
from carbon_points.rules.periods import PERIOD_WORDS
from carbon_points.rules.policies import ActionPolicy, read
from carbon_points.rules.quantities import plain


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of an action goes, and the least that it is thanked with."""

    # In units of the action; None: no such limit.
    max_per_log: Decimal | None
    daily_limit: Decimal | None
    period: str
    by_logs: bool
    # Of the limit: 次 when logs are counted.
    unit: str
    engagement_points: int


def limits_of(action: Action, policy: ActionPolicy) -> Limits:
    """The limits of an action under a policy."""
    by_logs = (policy.limit_counts or action.limit_counts) == Action.LimitCounts.LOGS
    thanks = policy.engagement_points
    return Limits(
        max_per_log=action.max_per_log if policy.max_per_log is None else policy.max_per_log,
        daily_limit=action.daily_limit if policy.daily_limit is None else policy.daily_limit,
        period=policy.limit_period or action.limit_period,
        by_logs=by_logs,
        unit="次" if by_logs else action.unit,
        engagement_points=action.engagement_points if thanks is None else thanks,
    )


def policy_of(action: Action) -> ActionPolicy:
    """The policy that actions_with_methods read together with the action."""
    return read(ActionPolicy, action.policy_values)


def limit_text(action: Action, limits: Limits) -> str:
    """The limits of an action in words; empty without limits."""
    parts = []
    if limits.max_per_log is not None:
        parts.append(f"一次最多记{plain(limits.max_per_log)}{action.unit}")
    if limits.daily_limit is not None:
        parts.append(f"{PERIOD_WORDS[limits.period]}最多{plain(limits.daily_limit)}{limits.unit}")
    return "，".join(parts)
