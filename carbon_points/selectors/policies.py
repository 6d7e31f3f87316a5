"""Which policy holds on a day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import JSONField, OuterRef, QuerySet, Subquery

from carbon_points.models import Policy
from carbon_points.rules.policies import ActionPolicy, BudgetPolicy, CityPolicy, RewardPolicy, read


def in_force(kind: str, key: Any, day: Any) -> QuerySet[Policy]:
    """The newest policy whose day has come; `key` and `day` may be an OuterRef."""
    return Policy.objects.filter(kind=kind, key=key, valid_from__lte=day).order_by("-valid_from")


def values_in_force(kind: str, key: str | OuterRef, day: date) -> Subquery:
    """Its values inside another query; NULL when there is none."""
    return Subquery(in_force(kind, key, day).values("values")[:1], output_field=JSONField())


def city_policy(day: date) -> CityPolicy:
    """The rules of the whole city on a day. One query."""
    return read(CityPolicy, _values(Policy.Kind.CITY, "", day))


def action_policy(code: str, day: date) -> ActionPolicy:
    """What replaces the catalogue's terms of an action on a day. One query."""
    return read(ActionPolicy, _values(Policy.Kind.ACTION, code, day))


def reward_policies(ids: Iterable[int], day: date) -> dict[int, RewardPolicy]:
    """Price and limit of each of these rewards that has a policy in force. One query."""
    keys = [str(pk) for pk in ids]
    rows = Policy.objects.filter(kind=Policy.Kind.REWARD, key__in=keys, valid_from__lte=day)
    # Later rows replace earlier ones.
    newest = dict(rows.order_by("valid_from").values_list("key", "values"))
    return {int(key): read(RewardPolicy, values) for key, values in newest.items()}


def budget_policy(line: str, month: date, day: date) -> BudgetPolicy:
    """The budget of a line for a month (its first day), as published until `day`. One query."""
    return read(BudgetPolicy, _values(Policy.Kind.BUDGET, f"{line}:{month:%Y-%m}", day))


def _values(kind: str, key: str, day: date) -> dict[str, Any] | None:
    return in_force(kind, key, day).values_list("values", flat=True).first()
