"""Standards as pages and forms read them: one version, its lines as a tree, all versions of a kind."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import QuerySet

from campaigns.contests.models import Criterion, Kind, Standard
from campaigns.contests.refusals.standards import NoSuchStandard


@dataclass(slots=True)
class Node:
    """A criterion with those below it. `points` is what can be reached in it; of a veto it is 0."""

    criterion: Criterion
    children: "list[Node]" = field(default_factory=list)

    @property
    def points(self) -> Decimal:
        """Of a heading, the sum of what lies below it."""
        own = self.criterion.points or Decimal(0)
        return own + sum((node.points for node in self.children), Decimal(0))


@dataclass(frozen=True, slots=True)
class Tree:
    """A standard in order: its sections with their lines, then what rules out."""

    standard: Standard
    sections: list[Node]
    vetoes: list[Node]

    @property
    def total(self) -> Decimal:
        """100 for every standard that was loaded."""
        return sum((node.points for node in self.sections), Decimal(0))


@dataclass(frozen=True, slots=True)
class Group:
    """All versions of all standards of one kind, the newest first."""

    kind: str
    name: str
    standards: list[Standard]


def criteria_of(standard: Standard) -> "QuerySet[Criterion]":
    """Every line in the order of the file: headings, what is scored, what rules out."""
    return Criterion.objects.filter(standard=standard).order_by("order")


def tree_of(standard: Standard) -> Tree:
    """The lines of a standard, nested. One query."""
    nodes: dict[int, Node] = {}
    sections: list[Node] = []
    vetoes: list[Node] = []
    for criterion in criteria_of(standard):
        node = nodes[criterion.pk] = Node(criterion)
        if criterion.is_veto:
            vetoes.append(node)
        elif criterion.parent_id is None:
            sections.append(node)
        else:
            nodes[criterion.parent_id].children.append(node)
    return Tree(standard, sections, vetoes)


def standards_of_kind(kind: str) -> "QuerySet[Standard]":
    """Every version that was ever loaded, the newest first."""
    return Standard.objects.filter(kind=kind).order_by("-loaded_at", "-version", "-pk")


def standard_with(standard_id: int) -> Standard:
    """One version. Raises NoSuchStandard."""
    standard = Standard.objects.filter(pk=standard_id).first()
    if standard is None:
        raise NoSuchStandard("没有这份标准，请从标准列表里重新选择。")
    return standard


def groups() -> list[Group]:
    """The kinds that have a standard, in their order. One query."""
    rows: dict[str, list[Standard]] = {kind: [] for kind in Kind.values}
    for standard in Standard.objects.order_by("-loaded_at", "-version", "-pk"):
        rows[standard.kind].append(standard)
    return [Group(kind, str(Kind(kind).label), found) for kind, found in rows.items() if found]
