"""The official text from end to end, as it is printed and cited."""

from __future__ import annotations

from dataclasses import dataclass

from content import models


@dataclass(frozen=True, slots=True)
class FullText:
    """The whole document in order, and the import that it came from."""

    plan: models.PlanPage
    passages: list[models.PlanPassage]
    last_import: models.PlanImport | None


def full_text(plan: models.PlanPage) -> FullText:
    """Every passage with its page. Two queries."""
    return FullText(
        plan=plan,
        passages=list(plan.passages.select_related("page")),
        last_import=plan.imports.first(),
    )
