"""The figures that the plan sets, grouped for people."""

from __future__ import annotations

from dataclasses import dataclass, field

from content import models
from indicators.models import PlanIndicator
from indicators.selectors.official import with_official


@dataclass(slots=True)
class IndicatorGroup:
    """The figures of one action, or the overall goals when `action` is None."""

    number: int
    title: str
    url: str
    headlines: list[PlanIndicator] = field(default_factory=list)
    others: list[PlanIndicator] = field(default_factory=list)


def indicators_by_action() -> list[IndicatorGroup]:
    """Headline targets on cards, everything else in a table, action by action. Three queries."""
    kinds = PlanIndicator.Kind
    actions = {
        section.action_no: section
        for section in models.PlanSectionPage.objects.live().exclude(action_no=None)
    }
    groups: dict[int, IndicatorGroup] = {}
    for indicator in with_official(PlanIndicator.objects.all()):
        number = indicator.action_no
        if number not in groups:
            page = actions.get(number)
            title = page.title if page else "总目标" if number == 0 else f"行动 {number}"
            groups[number] = IndicatorGroup(number, title, (page.url or "") if page else "")
        group = groups[number]
        (group.headlines if indicator.kind == kinds.HEADLINE else group.others).append(indicator)
    return list(groups.values())


def indicators_at(anchor: str) -> list[PlanIndicator]:
    """The figures that stand in one part of the plan, with what is known officially."""
    return with_official(PlanIndicator.objects.filter(anchor=anchor)) if anchor else []
