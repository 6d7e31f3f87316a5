"""活动现场: every campaign of the city, each with the way to its desk."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.menu import MenuItem

from accounts.requests import ResidentRequest
from campaigns.selectors.listing import rows_of
from campaigns.selectors.people import RUN_ANY
from campaigns.selectors.running import all_campaigns
from carbon_points.admin.frames import PermittedMenuItem, frame
from core.pagination import page_of

ROWS = 30


@require_safe
@never_cache
@permission_required(RUN_ANY, raise_exception=True)
def desk(request: ResidentRequest) -> HttpResponse:
    """The latest first, with state, people and links."""
    page = page_of(all_campaigns(), request, size=ROWS)
    context = {"page": page, "rows": rows_of(page)} | frame("活动现场", "calendar-alt")
    return render(request, "campaigns/admin/running.html", context)


def menu_item() -> MenuItem:
    """Where the desk stands in the menu."""
    return PermittedMenuItem(
        "活动现场", reverse("run-campaigns:desk"), icon_name="calendar-alt", order=435, rights=(RUN_ANY,)
    )


urlpatterns: list[URLPattern] = [path("", desk, name="desk")]
