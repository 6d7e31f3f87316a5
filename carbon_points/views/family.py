"""家人代记: whom I keep, what they have, and the way to record for them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from carbon_points.selectors.family import family_rows
from carbon_points.views.requests import ResidentRequest


@require_safe
@login_required
@never_cache
def family_records(request: ResidentRequest) -> HttpResponse:
    """Everybody whom I keep, with their points."""
    context = {"tab": "me", "people": family_rows(request.user)}
    return render(request, "carbon_points/family_records.html", context)
