"""The effect that a rule would have had on last month, before it is published."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from carbon_points.models import Policy
from carbon_points.rules.policies import ActionPolicy, BudgetPolicy, CityPolicy, RewardPolicy, read
from carbon_points.selectors.policies import in_force
from carbon_points.selectors.policy_subjects import Subject
from carbon_points.selectors.previews.actions import action_preview
from carbon_points.selectors.previews.city import city_preview
from carbon_points.selectors.previews.figures import Change, Preview
from carbon_points.selectors.previews.rewards import budget_preview, reward_preview

__all__ = ["Change", "Preview", "preview_of"]


def preview_of(subject: Subject, values: Mapping[str, Any], today: date) -> Preview:
    """Last month under these values (checked already), against what holds today."""
    newest = in_force(subject.kind, subject.key, today).first()
    held = newest.values if newest else None
    if subject.kind == Policy.Kind.CITY:
        return city_preview(read(CityPolicy, held), read(CityPolicy, values), today)
    if subject.action is not None:
        return action_preview(subject.action, read(ActionPolicy, values), today)
    if subject.reward is not None:
        return reward_preview(subject.reward, read(RewardPolicy, held), read(RewardPolicy, values), today)
    assert subject.line is not None
    assert subject.month is not None
    old, new = read(BudgetPolicy, held), read(BudgetPolicy, values)
    return budget_preview(subject.line, subject.month, old, new, today)
