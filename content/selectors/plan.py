"""The plan as its pages show it: overview, parts, departments and indicators.

Models are reached through their package, at call time: pages call selectors and selectors read pages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch, QuerySet

from content import models
from content.selectors.departments import departments_in_charge
from content.selectors.plan_indicators import indicators_at
from indicators.models import PlanIndicator

if TYPE_CHECKING:
    from wagtail.models import Page


STEPS = {"c": ("第", "章"), "s": ("第", "节"), "a": ("行动", ""), "t": ("任务", ""), "b": ("专栏", "")}


@dataclass(frozen=True, slots=True)
class ActionCard:
    """One action of the plan on a card."""

    number: int
    title: str
    summary: str
    icon: str
    url: str
    tasks: int
    boxes: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The plan's own page."""

    chapters: list[models.PlanChapterPage]
    actions: list[ActionCard]
    last_import: models.PlanImport | None
    departments: int
    indicators: int


@dataclass(frozen=True, slots=True)
class PartView:
    """A chapter, section, task or box with everything around it."""

    label: str
    plan: models.PlanPage
    crumbs: list[dict[str, str]]
    passages: list[models.PlanPassage]
    responsibilities: list[models.PlanResponsibility]
    indicators: list[PlanIndicator]
    children: list[models.PlanPart]
    boxes: list[models.PlanBoxPage]
    before: models.PlanPart | None
    after: models.PlanPart | None
    last_import: models.PlanImport | None

    @property
    def children_title(self) -> str:
        """What the parts below are called."""
        return "任务" if any(isinstance(child, models.PlanTaskPage) for child in self.children) else "内容"

    @property
    def has_text(self) -> bool:
        """Whether the official text says more here than a heading; before an import the page says that."""
        return not self.passages or any(one.kind != models.PlanPassage.Kind.HEADING for one in self.passages)

    @property
    def others(self) -> bool:
        """Whether the plan goes on with 等 after the departments that it names."""
        return any(one.others for one in self.responsibilities)


def plan_page() -> models.PlanPage | None:
    """The plan, when it is published."""
    plan: models.PlanPage | None = models.PlanPage.objects.live().first()
    return plan


def imports_of(plan: models.PlanPage) -> QuerySet[models.PlanImport]:
    """The imports of the official text that changed something, the newest first."""
    imports: QuerySet[models.PlanImport] = plan.imports.all()
    return imports


def plan_actions() -> list[ActionCard]:
    """The actions of the plan in order, for cards. Two queries."""
    sections = list(models.PlanSectionPage.objects.live().exclude(action_no=None).order_by("action_no"))
    tasks = _counts_below(models.PlanTaskPage, sections)
    boxes = _counts_below(models.PlanBoxPage, sections)
    return [
        ActionCard(
            number=section.action_no or 0,
            title=section.title,
            summary=section.summary,
            icon=section.icon,
            url=section.url or "",
            tasks=tasks[section.path],
            boxes=boxes[section.path],
        )
        for section in sections
    ]


def _counts_below(model: type[models.PlanPart], sections: Iterable[Page]) -> dict[str, int]:
    paths = {section.path for section in sections}
    counts: dict[str, int] = defaultdict(int)
    for path in model.objects.live().values_list("path", flat=True):
        parent = path[: -model.steplen]
        counts[parent] += parent in paths
    return counts


def plan_overview(plan: models.PlanPage) -> Overview:
    """Chapters, action cards and counts."""
    return Overview(
        chapters=list(models.PlanChapterPage.objects.live().child_of(plan).order_by("number", "path")),
        actions=plan_actions(),
        last_import=plan.imports.first(),
        departments=departments_in_charge().count(),
        indicators=PlanIndicator.objects.count(),
    )


def label_of(anchor: str) -> str:
    """Where a part stands, in words: a10-t2 is 行动10 · 任务2, b5 is 专栏5, c4-s1 is 第4章 · 第1节."""
    words = []
    for step in anchor.split("-") if anchor else []:
        prefix, suffix = STEPS[step[0]]
        words.append(f"{prefix}{step[1:]}{suffix}")
    return " · ".join(words)


def part_view(page: models.PlanPart) -> PartView:
    """One part with its official text, its people, figures, children and neighbours."""
    plan = models.PlanPage.objects.ancestor_of(page).get()
    between = page.get_ancestors().filter(depth__gt=plan.depth).live()
    siblings = list(type(page).objects.live().sibling_of(page).exclude(number=None).order_by("number"))
    place = next((at for at, one in enumerate(siblings) if one.pk == page.pk), None)
    return PartView(
        label=label_of(page.anchor),
        plan=plan,
        crumbs=[
            {"label": "首页", "url": "/"},
            {"label": "实施方案", "url": plan.url or ""},
            *({"label": one.title, "url": one.url or ""} for one in between),
            {"label": page.title, "url": ""},
        ],
        passages=list(models.PlanPassage.objects.filter(page_id=page.pk)),
        responsibilities=list(
            models.PlanResponsibility.objects.filter(page_id=page.pk).select_related("department")
        ),
        indicators=indicators_at(page.anchor),
        children=_children(page),
        boxes=list(models.PlanBoxPage.objects.live().child_of(page).order_by("number", "path")),
        before=siblings[place - 1] if place else None,
        after=siblings[place + 1] if place is not None and place + 1 < len(siblings) else None,
        last_import=plan.imports.first(),
    )


def _children(page: models.PlanPart) -> list[models.PlanPart]:
    """Sections of a chapter or tasks of a section, with their departments, in the order of the plan."""
    below = {models.PlanChapterPage: models.PlanSectionPage, models.PlanSectionPage: models.PlanTaskPage}
    model = below.get(type(page))
    if model is None:
        return []
    named = models.PlanResponsibility.objects.select_related("department")
    return list(
        model.objects.live()
        .child_of(page)
        .order_by("number", "path")
        .prefetch_related(Prefetch("responsibilities", queryset=named))
    )
