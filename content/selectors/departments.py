"""Departments and what the plan asks of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Prefetch, Q, QuerySet

from content import models

if TYPE_CHECKING:
    from wagtail.models import Page

IN_FORCE = Q(responsibilities__page__live=True)


@dataclass(frozen=True, slots=True)
class DutyGroup:
    """An action or chapter, and the tasks or sections in it that name the department."""

    page: Page
    action_no: int | None
    parts: list[models.PlanPart]


def departments_in_charge() -> QuerySet[models.Department]:
    """Departments that the published plan names, with the number of their tasks and sections."""
    counted = models.Department.objects.annotate(duties=Count("responsibilities", filter=IN_FORCE))
    # A grouped query forgets the model's own order.
    return counted.filter(duties__gt=0).order_by("position", "pk")


def department(slug: str) -> models.Department | None:
    """One department by its address, or None."""
    return models.Department.objects.filter(slug=slug).first()


def duties_of(department: models.Department) -> list[DutyGroup]:
    """Everything that the plan asks of a department, in the order of the plan, grouped by action."""
    own = models.PlanResponsibility.objects.filter(department=department)
    parts: list[models.PlanPart] = []
    for model in (models.PlanSectionPage, models.PlanTaskPage):
        parts += (
            model.objects.live()
            .filter(responsibilities__department=department)
            .prefetch_related(Prefetch("responsibilities", queryset=own))
        )
    parents = {path: page for page in _parents(parts) for path in [page.path]}
    groups: dict[str, list[models.PlanPart]] = {}
    for part in sorted(parts, key=lambda one: one.number or 0):
        groups.setdefault(part.path[: -part.steplen], []).append(part)
    duties = [
        DutyGroup(parents[path], getattr(parents[path], "action_no", None), inside)
        for path, inside in groups.items()
        if path in parents
    ]
    return sorted(
        duties, key=lambda group: (group.action_no is None, group.action_no or 0, group.page.number or 0)
    )


def _parents(parts: list[models.PlanPart]) -> list[models.PlanPart]:
    paths = {part.path[: -part.steplen] for part in parts}
    found: list[models.PlanPart] = []
    for model in (models.PlanChapterPage, models.PlanSectionPage):
        found += model.objects.live().filter(path__in=paths)
    return found
