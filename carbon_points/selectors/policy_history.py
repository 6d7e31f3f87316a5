"""Every version of every rule, and what each changed: for staff and for everybody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from carbon_points.models import Action, BudgetLine, Policy, Reward
from carbon_points.rules.policies import CLASSES, read
from carbon_points.rules.policy_fields import FIELDS, shown
from carbon_points.selectors.policy_subjects import CITY_NAME, Subject


def history_of(subject: Subject) -> QuerySet[Policy]:
    """All versions for one object, announced ones first."""
    rows = Policy.objects.filter(kind=subject.kind, key=subject.key).select_related("published_by")
    return rows.order_by("-valid_from")


def with_changes(policies: Iterable[Policy]) -> list[tuple[Policy, list[str]]]:
    """Each version with what it changed. One query, for the versions before them."""
    rows = list(policies)
    any_of = Q(pk__in=[])
    for kind, key in {(row.kind, row.key) for row in rows}:
        any_of |= Q(kind=kind, key=key)
    before: dict[int, Policy] = {}
    newest: dict[tuple[str, str], Policy] = {}
    for row in Policy.objects.filter(any_of).order_by("valid_from"):
        if (row.kind, row.key) in newest:
            before[row.pk] = newest[row.kind, row.key]
        newest[row.kind, row.key] = row
    return [(row, changed_words(row, before.get(row.pk))) for row in rows]


def public_policies() -> QuerySet[Policy]:
    """Every policy that was ever published, the latest first."""
    return Policy.objects.order_by("-pk")


def changed_words(policy: Policy, before: Policy | None) -> list[str]:
    """What a version changed, in words, against the version before it or what holds without any."""
    new = read(CLASSES[policy.kind], policy.values)
    old = read(CLASSES[policy.kind], before.values if before else None)
    first = before is None and policy.kind in {Policy.Kind.REWARD, Policy.Kind.BUDGET}
    return [
        f"{field.label}：{shown(policy.kind, name, getattr(new, name))}"
        for name, field in FIELDS[policy.kind].items()
        if first or getattr(new, name) != getattr(old, name)
    ]


@dataclass(frozen=True, slots=True)
class PublicChange:
    """One published version, for everybody."""

    name: str
    words: Sequence[str]
    policy: Policy


def public_changes(policies: Iterable[Policy]) -> list[PublicChange]:
    """These versions with the names of their objects. Four queries at most."""
    rows = list(policies)
    names = _names(rows)
    return [
        PublicChange(names.get((row.kind, row.key), row.key), words, row) for row, words in with_changes(rows)
    ]


def _names(rows: Sequence[Policy]) -> dict[tuple[str, str], str]:
    keys: dict[str, set[str]] = {kind: set() for kind in Policy.Kind.values}
    for row in rows:
        keys[row.kind].add(row.key)
    found = {("city", ""): CITY_NAME}
    actions = Action.objects.filter(code__in=keys["action"]).values_list("code", "name")
    found |= {("action", code): name for code, name in actions}
    rewards = Reward.objects.filter(pk__in=map(int, keys["reward"])).values_list("pk", "name")
    found |= {("reward", str(pk)): name for pk, name in rewards}
    months = {key: key.rpartition(":") for key in keys["budget"]}
    lines = dict(
        BudgetLine.objects.filter(code__in={code for code, _, _ in months.values()}).values_list(
            "code", "name"
        )
    )
    found |= {("budget", key): f"{lines.get(code, code)} {month}" for key, (code, _, month) in months.items()}
    return found
