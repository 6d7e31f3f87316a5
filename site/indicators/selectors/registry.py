"""The registry: the plan's indicators by action, and the participation indicators beside them."""

from dataclasses import dataclass, field

from core.text import is_readable
from indicators.models import PlanIndicator
from indicators.participation.catalogue import DEFINITIONS
from indicators.participation.definitions import Definition
from indicators.plan_places import action_titles, heading_of
from indicators.selectors.official import with_official


@dataclass(slots=True)
class Group:
    """The indicators of one action, or of the overall goals."""

    number: int
    title: str
    rows: list[PlanIndicator] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Registry:
    """What the registry's page lists; `total` counts the plan's indicators before any filter."""

    groups: list[Group]
    participation: list[Definition]
    shown: int
    total: int

    @property
    def participation_count(self) -> int:
        """How many participation indicators are listed."""
        return len(self.participation)


def registry(*, kind: str = "", words: str = "") -> Registry:
    """Indicators of a kind (`participation` is one too) with these words in code, name or departments."""
    words = words.strip().lower() if is_readable(words) else ""
    found = PlanIndicator.objects.all()
    total = found.count()
    if kind in PlanIndicator.Kind.values:
        found = found.filter(kind=kind)
    elif kind == "participation":
        found = found.none()
    rows = [row for row in found if words in f"{row.code} {row.name} {row.departments}".lower()]
    titles = action_titles()
    groups: dict[int, Group] = {}
    for row in with_official(rows):
        groups.setdefault(row.action_no, Group(row.action_no, heading_of(row.action_no, titles))).rows.append(
            row
        )
    ours = [
        one
        for one in (DEFINITIONS.values() if kind in {"", "participation"} else [])
        if words in f"{one.code} {one.name} {one.owner}".lower()
    ]
    return Registry(list(groups.values()), ours, len(rows), total)
