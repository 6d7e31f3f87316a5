"""A standard as the rules of scoring take it."""

from collections.abc import Iterable
from decimal import Decimal

from campaigns.contests.models import Contest, Criterion, Standard
from campaigns.contests.rules.levels import Award
from campaigns.contests.rules.scoring import Rubric


def rubric_of(standard: Standard) -> Rubric:
    """Its scored lines below the headings of the first rank; such a line itself is its own section."""
    lines = list(standard.criteria.order_by("order"))
    return Rubric(sections=tuple(_sections(lines)))


def awards_of_contest(contest: Contest) -> tuple[Award, ...]:
    """Its levels, the best first."""
    return tuple(
        Award(order=level.order, at_least=level.at_least, most=level.most) for level in contest.levels.all()
    )


def _sections(lines: Iterable[Criterion]) -> list[tuple[str, dict[str, Decimal]]]:
    by_pk = {line.pk: line for line in lines}
    sections: dict[str, dict[str, Decimal]] = {}
    for line in by_pk.values():
        if line.points is None:
            continue
        top = line
        while top.parent_id is not None:
            top = by_pk[top.parent_id]
        sections.setdefault(top.key, {})[line.key] = line.points
    return list(sections.items())
