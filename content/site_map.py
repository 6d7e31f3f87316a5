"""The page 网站地图."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.selectors.site_map import site_map as entries


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """Everything that can be read, and what can be done here."""
    return render(request, "content/site_map.html", {"tab": "home", "columns": entries()})
