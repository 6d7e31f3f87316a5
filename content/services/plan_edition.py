"""load_plan_edition: the plan in our own words, beside or before the official text."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.html import format_html_join
from wagtail.models import Page

from content.models import PlanPage, PlanPart, PlanSectionPage
from content.plan import ImportRefused, PartKind
from content.plan.edition import EditionPart, read_edition
from content.services.departments import ensure_departments
from content.services.plan_indicators import load_indicators
from content.services.plan_pages import ensure_plan_page, store
from content.services.plan_text import settle_responsibilities
from content.services.plan_tree import ACTIONS, MODELS

FILE = "plan.json"


@dataclass(slots=True)
class EditionReport:
    """How many pages were made, brought up to date, and left because an editor has changed them."""

    created: int = 0
    updated: int = 0
    kept: int = 0
    indicators: int = 0


@transaction.atomic
def load_plan_edition(*, folder: Path) -> EditionReport:
    """Load plan.json and plan_indicators.csv of a city's folder. Safe to repeat; never overwrites an editor.

    A city without plan.json has no edition: nothing happens. Raises ImportRefused when a file is wrong.
    """
    report = EditionReport()
    file = folder / FILE
    if not file.exists():
        return report
    try:
        edition = read_edition(json.loads(file.read_text(encoding="utf-8")))
    except (json.JSONDecodeError, UnicodeDecodeError) as problem:
        raise ImportRefused(f"plan.json 读不了：{problem}。") from problem
    plan = ensure_plan_page(edition.title)
    _write(plan, {"intro": _prose(edition.about)}, report)
    pages = _present(plan)
    departments = ensure_departments()
    for part in edition.parts:
        page = pages.get(part.anchor) or _actions_page(part, pages)
        if page is None:
            page = _make(part, pages.get(part.parent, plan))
            report.created += 1
            store(page, loaded_digest=_digest(_held(page, _words(part))))
        else:
            _write(page, _words(part), report)
        pages[part.anchor] = page
        # Once the official text is there, its own statements of responsibility count.
        if part.departments and not page.plan_passages.exists():
            rows = [
                (name, "shared", part.others and at == len(part.departments))
                for at, name in enumerate(part.departments, start=1)
            ]
            settle_responsibilities(page, rows, departments)
    codes = {code for part in edition.parts for code in part.indicator_codes}
    report.indicators = load_indicators(folder=folder, anchors=edition.anchors, expected=codes)
    return report


def _present(plan: PlanPage) -> dict[str, PlanPart]:
    found: dict[str, PlanPart] = {}
    for model in MODELS.values():
        found |= {page.anchor: page for page in model.objects.descendant_of(plan).exclude(anchor="")}
    return found


def _actions_page(part: EditionPart, pages: dict[str, PlanPart]) -> PlanPart | None:
    """The chapter of the actions, wherever the official document counts it."""
    if part.kind != PartKind.CHAPTER or not part.is_action:
        return None
    return next((page for page in pages.values() if page.slug == ACTIONS), None)


def _make(part: EditionPart, parent: Page) -> PlanPart:
    model = MODELS[part.kind]
    page = model(title=part.title, slug=_slug(part), number=part.number, anchor=part.anchor, **_words(part))
    if isinstance(page, PlanSectionPage) and part.is_action:
        page.action_no = part.number
    parent.add_child(instance=page)
    return page


def _slug(part: EditionPart) -> str:
    if part.kind == PartKind.CHAPTER:
        return ACTIONS if part.is_action else part.anchor
    return f"box-{part.number}" if part.kind == PartKind.BOX else str(part.number)


def _words(part: EditionPart) -> dict[str, Any]:
    """Field values of what is ours on a page of this kind."""
    values: dict[str, Any] = {
        "explanation": _prose(part.explanation),
        "figures": [("figure", figure) for figure in part.figures],
    }
    if part.kind == PartKind.SECTION:
        values |= {"summary": part.summary, "icon": part.icon}
    if part.kind == PartKind.BOX:
        values["items"] = [("item", item) for item in part.items]
    return values


def _write(page: Page, values: dict[str, Any], report: EditionReport) -> None:
    """Overwrite only what this loader wrote itself and nobody has touched since."""
    held = _held(page, values)
    wanted = _digest({name: _comparable(value) for name, value in values.items()})
    is_untouched = page.loaded_digest == _digest(held) or not any(held.values())
    if wanted == _digest(held):
        store(page, loaded_digest=wanted)
    elif is_untouched and not page.has_unpublished_changes:
        store(page, **values, loaded_digest=wanted)
        report.updated += 1
    else:
        report.kept += 1


def _held(page: Page, values: Iterable[str]) -> dict[str, Any]:
    return {name: _comparable(getattr(page, name)) for name in values}


def _comparable(value: Any) -> Any:
    """A field without the ids that Wagtail gives to blocks."""
    if isinstance(value, str):
        return value
    rows = value.get_prep_value() if hasattr(value, "get_prep_value") else value
    return [
        {
            name: item or ""
            for name, item in sorted((row["value"] if isinstance(row, dict) else row[1]).items())
        }
        for row in rows
    ]


def _digest(values: dict[str, Any]) -> str:
    return sha256(json.dumps(values, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def _prose(text: str) -> str:
    """Plain paragraphs as rich text."""
    return format_html_join("", "<p>{}</p>", ([row.strip()] for row in text.splitlines() if row.strip()))
