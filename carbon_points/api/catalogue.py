"""The API of the catalogue: actions and how they are worked out. Public."""

from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router

from carbon_points.models import Action, Method
from carbon_points.schemas import records as schemas
from carbon_points.selectors.catalogue import action_with_method, actions_with_methods
from carbon_points.selectors.limits import limits_of, policy_of
from carbon_points.selectors.method_pages import method_in_force
from core import clock

router = Router()
Code = Annotated[str, Path(max_length=40)]

PUBLIC_FOR = "public, max-age=300"


@router.get("/actions", response=schemas.ActionList, tags=["目录"], summary="全部行动", auth=None)
def list_actions(request: HttpRequest, response: HttpResponse) -> schemas.ActionList:
    """The catalogue with the figures that hold today."""
    response["Cache-Control"] = PUBLIC_FOR
    actions = actions_with_methods(clock.today())
    return schemas.ActionList(items=[_action_out(action) for action in actions])


@router.get("/actions/{code}", response=schemas.ActionOut, tags=["目录"], summary="一项行动", auth=None)
def show_action(request: HttpRequest, response: HttpResponse, code: Code) -> schemas.ActionOut:
    """One action of the catalogue."""
    response["Cache-Control"] = PUBLIC_FOR
    return _action_out(action_with_method(code, clock.today()))


@router.get("/methods/{code}", response=schemas.MethodOut, tags=["目录"], summary="怎么算的", auth=None)
def show_method(request: HttpRequest, response: HttpResponse, code: Code) -> schemas.MethodOut:
    """The method in force today of one action, with its factors and sources."""
    response["Cache-Control"] = PUBLIC_FOR
    return _method_out(method_in_force(code, clock.today()))


def _action_out(action: Action) -> schemas.ActionOut:
    methods: list[Method] = action.methods_today
    method = methods[0] if methods else None
    limits = limits_of(action, policy_of(action))
    copied = (
        *("code", "name", "category", "unit", "icon", "summary", "audience", "is_open", "quick_rank"),
        *("evidence", "evidence_note", "choices", "plan_section"),
    )
    return schemas.ActionOut(
        **{name: getattr(action, name) for name in copied},
        category_label=action.get_category_display(),
        max_per_log=_float(limits.max_per_log),
        limit=_float(limits.daily_limit),
        limit_period=limits.period,
        limit_counts="logs" if limits.by_logs else "units",
        engagement_points=limits.engagement_points,
        method_version=method.version if method else None,
        tier=method.tier if method else None,
        net_grams_per_unit=_float(method.net_g_per_unit) if method else None,
    )


def _float(figure: Decimal | None) -> float | None:
    """JSON has one kind of number; six decimals fit it exactly."""
    return None if figure is None else float(figure)


def _method_out(method: Method) -> schemas.MethodOut:
    copied = (
        *("version", "unit", "tier", "baseline_scenario", "self_share", "exclusive_group", "boundary", "gas"),
        *("formula", "notes", "source", "confidence", "valid_from", "valid_to", "low_g", "high_g"),
    )
    values: dict[str, Any] = {
        name.replace("_g", "_grams") if name in {"low_g", "high_g"} else name: getattr(method, name)
        for name in copied
    }
    return schemas.MethodOut(
        **values,
        action=method.action.code,
        baseline_grams=_float(method.baseline_g),
        project_grams=_float(method.project_g),
        net_grams=_float(method.net_g_per_unit),
        factors=[schemas.FactorOut.model_validate(factor) for factor in method.factors.all()],
    )
