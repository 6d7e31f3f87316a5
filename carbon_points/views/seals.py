"""The public page of the ledger's daily seals."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from carbon_points.selectors.ledger import all_seals, head
from core.pagination import page_of

# A month fits on one page.
SIZE = 31


@require_safe
def seals(request: HttpRequest) -> HttpResponse:
    """Every closed day with its seal, newest first; anybody can recompute the chain."""
    page = page_of(all_seals(), request, size=SIZE)
    return render(request, "carbon_points/seals.html", {"page": page, "head": head()})
