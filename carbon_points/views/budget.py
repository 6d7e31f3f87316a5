"""The public page of what rewards cost."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from carbon_points.selectors.budget_page import budget_page


@require_safe
def budget(request: HttpRequest) -> HttpResponse:
    """Budgets by month, what is still owed, how fast points are used."""
    return render(request, "carbon_points/budget.html", {"tab": "me", "page": budget_page()})
