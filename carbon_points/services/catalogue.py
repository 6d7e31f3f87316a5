"""Loading the city's catalogue of actions, methods and factors: everything or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from carbon_points.models import Action, Factor, Method
from carbon_points.rules import catalogue as rules
from carbon_points.rules.catalogue_lines import Line, Problem, Published, decimal_of, grams
from carbon_points.rules.quantities import day_of
from carbon_points.services.catalogue_files import read_lines
from carbon_points.signals import catalogue_loaded
from core.refusals import Refused

FACTOR_TEXTS = ("quantity", "unit", "name", "gas", "source", "confidence", "notes")
ACTION_TEXTS = (
    *("name", "unit", "audience", "icon", "summary", "evidence_note"),
    *("limit_period", "limit_counts", "plan_section", "plan_task", "notes", "behaviour"),
)
METHOD_TEXTS = (
    *("unit", "baseline_scenario", "tier", "exclusive_group", "boundary"),
    *("gas", "source", "confidence", "formula", "notes"),
)
METHOD_FIGURES = ("baseline", "project", "low", "high")
COLUMNS = {
    "factors.csv": ["code", "value", "valid_from", "valid_to", *FACTOR_TEXTS],
    "actions.csv": [
        *("code", "category", "quick_rank", "is_open", "evidence", "max_per_log", "daily_limit"),
        *("choices", "engagement_points", "is_shared", *ACTION_TEXTS),
    ],
    "methods.csv": [
        *("action", "version", "net_kg", "self_share", "factors", "valid_from", "valid_to"),
        *(*(f"{name}_kg" for name in METHOD_FIGURES), *METHOD_TEXTS),
    ],
}


class CatalogueRefused(Refused):
    """The files have problems; nothing was loaded."""

    code = "catalogue_refused"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: (problem.file, problem.line))
        super().__init__("目录没有导入：\n" + "\n".join(str(problem) for problem in self.problems))


@dataclass(slots=True)
class Loaded:
    """What a load changed; all zeros when the database already said the same."""

    added: int = 0
    updated: int = 0
    closed: int = 0
    unchanged: int = 0


@dataclass(slots=True)
class _Plan:
    """Rows to write, built and checked before anything is written."""

    problems: list[Problem] = field(default_factory=list)
    new: list[tuple[Line, models.Model]] = field(default_factory=list)
    close: list[Factor | Method] = field(default_factory=list)
    update: list[Action] = field(default_factory=list)
    unchanged: int = 0


@transaction.atomic
def load_catalogue(*, folder: Path) -> Loaded:
    """Read factors.csv, actions.csv and methods.csv; a second run with the same files changes nothing.

    A published factor or method version cannot change: only its last day of validity may be added.
    Raises CatalogueRefused, naming every problem with file and line, and then nothing is written.
    """
    files, problems = read_lines(folder, COLUMNS)
    if problems:
        raise CatalogueRefused(problems)
    factors, actions, methods = (files[name] for name in COLUMNS)
    units = dict(Action.objects.values_list("code", "unit")) | {
        line["code"]: line["unit"] for line in actions
    }
    codes = set(Factor.objects.values_list("code", flat=True)) | {line["code"] for line in factors}
    problems = [
        *rules.problems_in_factors(factors, _published(Factor, "quantity", "code")),
        *rules.problems_in_actions(actions),
        *rules.problems_in_methods(methods, units, codes, _published(Method, "action__code", "version")),
    ]
    if problems:
        raise CatalogueRefused(problems)
    plan = _Plan()
    _plan_factors(plan, factors)
    _plan_actions(plan, actions)
    _plan_methods(plan, methods)
    if plan.problems:
        raise CatalogueRefused(plan.problems)
    return _write(plan)


def _published(model: type[models.Model], group: str, key: str) -> list[Published]:
    rows = model._default_manager.values_list(group, key, "valid_from", "valid_to")
    return [Published(*row) for row in rows]


def _plan_factors(plan: _Plan, lines: Sequence[Line]) -> None:
    known = {factor.code: factor for factor in Factor.objects.all()}
    for line in lines:
        same = {name: line[name] for name in FACTOR_TEXTS}
        values = same | {"value": decimal_of(line["value"]), "valid_from": day_of(line["valid_from"])}
        _plan_published(plan, line, known.get(line["code"]), Factor(code=line["code"]), values)


def _plan_methods(plan: _Plan, lines: Sequence[Line]) -> None:
    rows = Method.objects.select_related("action").prefetch_related("factors")
    known = {(method.action.code, method.version): method for method in rows}
    for line in lines:
        values: dict[str, Any] = {name: line[name] for name in METHOD_TEXTS}
        values |= {f"{name}_g": grams(line[f"{name}_kg"]) for name in METHOD_FIGURES}
        values |= {
            "net_g_per_unit": grams(line["net_kg"]),
            "self_share": decimal_of(line["self_share"]),
            "valid_from": day_of(line["valid_from"]),
        }
        method = known.get((line["action"], line["version"]))
        if method and {factor.code for factor in method.factors.all()} != set(line["factors"].split()):
            plan.problems.append(_changed(line, ["factors"]))
        _plan_published(plan, line, method, Method(version=line["version"]), values)


def _plan_published(
    plan: _Plan, line: Line, row: Any, blank: Factor | Method, values: dict[str, Any]
) -> None:
    """Sort a line of an immutable kind into new, closing, unchanged or refused."""
    valid_to = day_of(line["valid_to"])
    if row is None:
        for name, value in (values | {"valid_to": valid_to}).items():
            setattr(blank, name, value)
        _check_fields(plan, line, blank)
        plan.new.append((line, blank))
        return
    differing = [name for name, value in values.items() if getattr(row, name) != value]
    if row.valid_to is not None and row.valid_to != valid_to:
        differing.append("valid_to")
    if differing:
        plan.problems.append(_changed(line, differing))
    elif row.valid_to != valid_to:
        row.valid_to = valid_to
        plan.close.append(row)
    else:
        plan.unchanged += 1


def _changed(line: Line, columns: list[str]) -> Problem:
    return Problem(
        line.file,
        line.number,
        f"已发布版本的数据不能修改（{'、'.join(columns)}）；请写上原版本的最后有效日，另加一行新版本。",
    )


def _plan_actions(plan: _Plan, lines: Sequence[Line]) -> None:
    known = {action.code: action for action in Action.objects.all()}
    for line in lines:
        values: dict[str, Any] = {name: line[name] for name in ACTION_TEXTS}
        values |= {
            "category": rules.CATEGORIES[line["category"]],
            "quick_rank": int(line["quick_rank"]) if line["quick_rank"] else None,
            "is_open": line["is_open"] == "1",
            "is_shared": line["is_shared"] == "1",
            "evidence": line["evidence"].split(),
            "max_per_log": decimal_of(line["max_per_log"]),
            "daily_limit": decimal_of(line["daily_limit"]),
            "choices": [_number(text) for text in line["choices"].split("|") if text],
            "engagement_points": int(line["engagement_points"]),
        }
        action = known.get(line["code"])
        if action and all(getattr(action, name) == value for name, value in values.items()):
            plan.unchanged += 1
            continue
        row = action or Action(code=line["code"])
        for name, value in values.items():
            setattr(row, name, value)
        _check_fields(plan, line, row)
        if action:
            plan.update.append(action)
        else:
            plan.new.append((line, row))


def _number(text: str) -> int | float:
    """A choice as JSON writes it: 3, not 3.0."""
    number = Decimal(text)
    return int(number) if number == int(number) else float(number)


def _check_fields(plan: _Plan, line: Line, row: models.Model) -> None:
    """What only the columns of the table know: lengths and digits."""
    try:
        row.clean_fields(exclude=["action"])
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            plan.problems.append(Problem(line.file, line.number, f"{name}：{'；'.join(messages)}"))


def _write(plan: _Plan) -> Loaded:
    """Close old versions first, so that at most one stands open at any moment."""
    for row in plan.close:
        row.save(update_fields=["valid_to"])
    new = [row for _, row in plan.new]
    actions = [*plan.update, *(row for row in new if isinstance(row, Action))]
    ranks = [action.quick_rank for action in actions if action.quick_rank]
    Action.objects.filter(quick_rank__in=ranks).update(quick_rank=None)
    for action in plan.update:
        action.save()
    Factor.objects.bulk_create([row for row in new if isinstance(row, Factor)])
    Action.objects.bulk_create([row for row in new if isinstance(row, Action)])
    _write_methods([(line, row) for line, row in plan.new if isinstance(row, Method)])
    if actions:
        transaction.on_commit(partial(catalogue_loaded.send_robust, sender=Action))
    return Loaded(len(plan.new), len(plan.update), len(plan.close), plan.unchanged)


def _write_methods(methods: Sequence[tuple[Line, Method]]) -> None:
    """Methods, with the actions and factors that their lines name."""
    actions = dict(Action.objects.values_list("code", "pk"))
    factors = dict(Factor.objects.values_list("code", "pk"))
    for line, method in methods:
        method.action_id = actions[line["action"]]
    Method.objects.bulk_create([method for _, method in methods])
    used = Method.factors.through
    used.objects.bulk_create(
        used(method_id=method.pk, factor_id=factors[code])
        for line, method in methods
        for code in dict.fromkeys(line["factors"].split())
    )
