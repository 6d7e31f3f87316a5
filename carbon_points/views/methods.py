"""Public pages that say how each action is counted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from carbon_points.rules.quantities import day_of
from carbon_points.selectors.method_pages import method_groups, method_page


@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """All methods in force, by category."""
    return render(request, "carbon_points/methods.html", {"tab": "log", "groups": method_groups()})


@require_safe
def method(request: HttpRequest, code: str) -> HttpResponse:
    """One action's method; ?on=2026-11-23 shows the version of that day."""
    page = method_page(code, day_of(request.GET.get("on", "")))
    return render(request, "carbon_points/method.html", {"tab": "log", **page})
