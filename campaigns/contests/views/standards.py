"""The standards of green creation, for everybody to read before they apply."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaigns.contests.selectors.standards import groups, standard_with, tree_of


@require_safe
def all_standards(request: HttpRequest) -> HttpResponse:
    """Every kind with its versions, the newest first."""
    return render(request, "contests/standards/list.html", {"groups": groups()})


@require_safe
def one_standard(request: HttpRequest, standard_id: int) -> HttpResponse:
    """One version with all its lines."""
    standard = standard_with(standard_id)
    return render(request, "contests/standards/standard.html", {"tree": tree_of(standard)})
