"""What the screens and the open data show of policies: what holds, since when, by whom, and what comes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from carbon_points.models import Action, BudgetLine, Method, Policy, Reward
from carbon_points.rules.periods import month_of
from carbon_points.rules.policies import CLASSES, ActionPolicy, read
from carbon_points.rules.policy_fields import FIELDS, shown
from carbon_points.selectors.catalogue import in_force
from carbon_points.selectors.limits import limits_of
from carbon_points.selectors.policy_subjects import CITY_NAME, Subject, budget_key
from core import clock


@dataclass(frozen=True, slots=True)
class Held:
    """One object: its values in words, the policy behind them (None: the catalogue or the defaults), and the
    next one that has been announced."""

    key: str
    name: str
    words: Sequence[str]
    policy: Policy | None
    coming: Policy | None


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One value of a policy, as it is and as it would be."""

    label: str
    before: str
    after: str

    @property
    def changes(self) -> bool:
        """Whether it would be another."""
        return self.before != self.after


def objects_of(kind: str, today: date) -> Any:
    """The objects that policies of a kind can be about, to be cut into pages."""
    match kind:
        case Policy.Kind.ACTION:
            return Action.objects.order_by("code")
        case Policy.Kind.REWARD:
            return Reward.objects.order_by("order", "pk")
        case Policy.Kind.BUDGET:
            first, last = month_of(today)
            months = [first, last + timedelta(days=1)]
            return [(line, month) for line in BudgetLine.objects.order_by("code") for month in months]
    return [CITY_NAME]


def held_rows(kind: str, objects: Iterable[Any], today: date) -> list[Held]:
    """What holds today for these objects. One query."""
    named = [_named(kind, one) for one in objects]
    policies: dict[str, list[Policy]] = {key: [] for key, _ in named}
    rows = Policy.objects.filter(kind=kind, key__in=list(policies)).select_related("published_by")
    for policy in rows.order_by("valid_from"):
        policies[policy.key].append(policy)
    return [_held(kind, key, name, policies[key], today) for key, name in named]


def _named(kind: str, one: Any) -> tuple[str, str]:
    match kind:
        case Policy.Kind.ACTION:
            return one.code, f"{one.code} {one.name}"
        case Policy.Kind.REWARD:
            return str(one.pk), one.name
        case Policy.Kind.BUDGET:
            line, month = one
            return budget_key(line, month), f"{line.name} {month.year}年{month.month}月"
    return "", CITY_NAME


def _held(kind: str, key: str, name: str, policies: list[Policy], today: date) -> Held:
    begun = [policy for policy in policies if policy.valid_from <= today]
    coming = [policy for policy in policies if policy.valid_from > today]
    policy = begun[-1] if begun else None
    return Held(
        key=key,
        name=name,
        words=words_of(kind, policy.values if policy else None),
        policy=policy,
        coming=coming[0] if coming else None,
    )


def words_of(kind: str, values: dict[str, Any] | None) -> list[str]:
    """The values in words; of the city all, of the others what a policy sets."""
    if values is None and kind != Policy.Kind.CITY:
        return []
    policy = read(CLASSES[kind], values)
    return [
        f"{field.label}：{shown(kind, name, getattr(policy, name))}"
        for name, field in FIELDS[kind].items()
        if getattr(policy, name) is not None
    ]


def value_rows(subject: Subject, before: dict[str, Any] | None, after: dict[str, Any]) -> list[ValueRow]:
    """Every value of an object, side by side; what is left to the catalogue says what the catalogue says."""
    old, new = read(CLASSES[subject.kind], before), read(CLASSES[subject.kind], after)
    unset = before is None and subject.kind in {Policy.Kind.REWARD, Policy.Kind.BUDGET}
    usual = catalogue_words(subject.action) if subject.action else {}

    def words(name: str, value: Any) -> str:
        if value is None:
            return f"按目录（{usual[name]}）" if name in usual else "按目录"
        return f"{shown(subject.kind, name, value)}{subject.unit if name == 'max_per_log' else ''}"

    return [
        ValueRow(
            label=field.label,
            before="还没有定" if unset else words(name, getattr(old, name)),
            after=words(name, getattr(new, name)),
        )
        for name, field in FIELDS[subject.kind].items()
    ]


def catalogue_words(action: Action) -> dict[str, str]:
    """What catalogue and method say of an action, by the name of the policy's value. One query."""
    limits = limits_of(action, ActionPolicy())
    method = Method.objects.filter(in_force(clock.today()), action=action).first()
    found: dict[str, Any] = {
        "max_per_log": limits.max_per_log,
        "daily_limit": limits.daily_limit,
        "limit_period": limits.period,
        "limit_counts": "logs" if limits.by_logs else "units",
        "self_share": method and method.self_share,
        "engagement_points": limits.engagement_points,
    }
    return {name: shown("action", name, value) for name, value in found.items() if value is not None}
