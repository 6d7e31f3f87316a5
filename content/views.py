"""Pages about the whole plan that no single page of the tree holds. All are read-only and need no login."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content import selectors
from content.models import PlanPage
from content.selectors.linked import linked_to
from core.pagination import page_of


def _published_plan() -> PlanPage:
    plan = selectors.plan_page()
    if plan is None:
        raise Http404("The plan is not published.")
    return plan


@require_safe
def plan_original(request: HttpRequest) -> HttpResponse:
    """The official document from end to end, every paragraph with its anchor."""
    context = {"tab": "plan", "document": selectors.full_text(_published_plan())}
    return render(request, "content/plan/original.html", context)


@require_safe
def plan_versions(request: HttpRequest) -> HttpResponse:
    """Every edition of the official text that was imported, the newest first."""
    plan = _published_plan()
    context = {"tab": "plan", "plan": plan, "imports": page_of(selectors.imports_of(plan), request)}
    return render(request, "content/plan/versions.html", context)


@require_safe
def department_list(request: HttpRequest) -> HttpResponse:
    """Every department that the plan names."""
    context = {"tab": "plan", "plan": _published_plan(), "departments": selectors.departments_in_charge()}
    return render(request, "content/plan/department_list.html", context)


@require_safe
def department_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that the plan asks of one department."""
    plan, department = _published_plan(), selectors.department(slug)
    if department is None:
        raise Http404("No such department.")
    context = {
        "tab": "plan",
        "plan": plan,
        "department": department,
        "groups": selectors.duties_of(department),
        "related": linked_to(department=department.pk),
    }
    return render(request, "content/plan/department.html", context)


@require_safe
def indicator_list(request: HttpRequest) -> HttpResponse:
    """The targets that the plan sets, without any claim about how far they are met."""
    context = {"tab": "plan", "plan": _published_plan(), "groups": selectors.indicators_by_action()}
    return render(request, "content/plan/indicators.html", context)
