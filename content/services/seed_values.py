"""A seed's words as the values of its page: names become rows of the database, texts become pieces."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Page

from carbon_points.models import Action
from content.models import Department, PlanPage, PlanPart, ThemeDay
from content.seeds import Seed, SeedRefused
from content.seeds.body import body_pieces, prose
from content.services.plan_tree import MODELS

Values = dict[str, Any]


@dataclass(slots=True)
class Rows:
    """What seeds point at, by the names that they use. Pictures and pages are filled in as they are made."""

    actions: dict[str, int]
    departments: dict[str, int]
    plan: dict[str, int]
    theme_days: dict[str, int] = field(default_factory=dict)
    pictures: dict[str, int] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)


def rows_there() -> Rows:
    """The catalogue, the departments and the plan as they stand."""
    return Rows(
        actions=dict(Action.objects.values_list("code", "pk")),
        departments=dict(Department.objects.values_list("slug", "pk")),
        plan=_plan_parts(),
        theme_days=dict(ThemeDay.objects.values_list("slug", "pk")),
    )


def _plan_parts() -> dict[str, int]:
    parts: dict[str, int] = dict.fromkeys(["plan"], 0)
    models: list[type[PlanPart]] = list(MODELS.values())
    for model in models:
        parts |= dict(model.objects.exclude(anchor="").values_list("anchor", "pk"))
    plan: Page | None = PlanPage.objects.first()
    return parts | {"plan": plan.pk} if plan else {}


def page_values(kind: str, seed: Seed, rows: Rows) -> Values:
    """Field values of the page. Raises SeedRefused for an action, department or picture that is not there."""
    words = seed.words
    file = f"{seed.key}.toml"
    cover = words["cover"] or (f"guide-{words['category']}" if kind == "guides" else "")
    values: Values = {
        "title": words["title"],
        "summary": words["summary"],
        "body": body_pieces(words),
        "sources": [("source", row) for row in words["sources"]],
        "source": words["source"],
        "department_id": _found(rows.departments, words["department"], file, "department"),
        "linked_action_id": _found(rows.actions, words["action"], file, "action"),
        # The official text may have dropped a part since: its guides stay.
        "plan_part_id": rows.plan.get(words["plan"]),
        "theme_day_id": _found(rows.theme_days, words["theme_day"], file, "theme_day"),
        "cover_id": _found(rows.pictures, cover, file, "cover"),
        "reviewed_on": words["reviewed_on"],
        "review_due_on": words["review_due_on"],
        "is_sample": words["is_sample"],
    }
    return values | (OWN[kind](seed, rows) if kind in OWN else {})


def _found(known: dict[str, int], name: str, file: str, at: str) -> int | None:
    if not name:
        return None
    if name not in known:
        raise SeedRefused(f"没有“{name}”。", file=file, field=at)
    return known[name]


def _guide(seed: Seed, rows: Rows) -> Values:
    words = seed.words
    return {
        "category": words["category"],
        "key_points": [("point", line) for line in words["key_points"]],
        "steps": [("step", row | {"picture": None}) for row in words["steps"]],
        "why": prose(words["why"]),
        "safety": words["safety"],
    }


def _article(seed: Seed, rows: Rows) -> Values:
    return {"kind": seed.words["kind"], "interprets_id": rows.plan.get(seed.words["interprets"])}


def _case(seed: Seed, rows: Rows) -> Values:
    words = seed.words
    return {
        "kind": words["kind"],
        "subject": words["subject"],
        "figures": [("data", row) for row in words["figures"]],
        "consented": words["consented"],
    }


def _material(seed: Seed, rows: Rows) -> Values:
    words, file = seed.words, f"{seed.key}.toml"
    pictures = [_found(rows.pictures, name, file, "pictures") for name in words["pictures"]]
    return {
        "kind": words["kind"],
        "files": [
            (
                "picture",
                {"image": {"image": pk, "alt_text": words["title"], "decorative": False}, "caption": ""},
            )
            for pk in pictures
        ],
        "rights_holder": words["rights_holder"],
        "licence": words["licence"],
    }


def _training(seed: Seed, rows: Rows) -> Values:
    return {name: seed.words[name] for name in ("audience", "starts_at", "ends_at", "place", "speaker")}


def _creation(seed: Seed, rows: Rows) -> Values:
    words = seed.words
    return {
        "kind": words["kind"],
        "who": words["who"],
        "self_check": [("item", line) for line in words["self_check"]],
        "evidence": [("item", line) for line in words["evidence"]],
        "timeline": [("stage", row) for row in words["timeline"]],
        "rubric": [("criterion", row) for row in words["rubric"]],
        "notice_template": words["notice_template"],
    }


OWN: dict[str, Callable[[Seed, Rows], Values]] = {
    "guides": _guide,
    "news": _article,
    "enterprise": _article,
    "cases": _case,
    "materials": _material,
    "training": _training,
    "creation": _creation,
}
