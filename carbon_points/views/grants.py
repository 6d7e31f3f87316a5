"""Public pages of points given by hand: how many, how much and why; never to whom."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from carbon_points.selectors.grants import (
    approved_in,
    grant_months,
    month_named,
    month_total,
    public_row,
)
from carbon_points.selectors.policies import city_policy
from core import clock
from core.pagination import page_of


@require_safe
def grants(request: HttpRequest) -> HttpResponse:
    """All months with their sums."""
    most = city_policy(clock.today()).grant_points_a_month
    page = page_of(grant_months(), request)
    return render(request, "carbon_points/grants.html", {"page": page, "most": most})


@require_safe
def month(request: HttpRequest, month: str) -> HttpResponse:
    """One month, each grant with its reason."""
    first = month_named(month)
    page = page_of(approved_in(first), request)
    context = {
        "total": month_total(first),
        "page": page,
        "rows": [public_row(grant) for grant in page],
    }
    return render(request, "carbon_points/grants_month.html", context)
