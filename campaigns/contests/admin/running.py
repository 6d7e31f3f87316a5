"""绿色创建: every contest of the city, each with the way to its desk."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.menu import MenuItem

from accounts.requests import ResidentRequest
from campaigns.contests.rules.phases import NAMES
from campaigns.contests.selectors.calendar import phase_of
from campaigns.contests.selectors.people import RUN_ANY
from campaigns.contests.selectors.screening import all_contests
from carbon_points.admin.frames import PermittedMenuItem, frame
from core.pagination import page_of

ROWS = 30


@require_safe
@never_cache
@permission_required(RUN_ANY, raise_exception=True)
def desk(request: ResidentRequest) -> HttpResponse:
    """The latest first, with phase, entries and what waits."""
    page = page_of(all_contests(), request, size=ROWS)
    rows = [(contest, NAMES[phase_of(contest)]) for contest in page]
    context = {"page": page, "rows": rows} | frame("绿色创建", "success")
    return render(request, "contests/admin/running.html", context)


def menu_item() -> MenuItem:
    """Where the desk stands in the menu."""
    return PermittedMenuItem(
        "绿色创建", reverse("run-contests:desk"), icon_name="success", order=436, rights=(RUN_ANY,)
    )


urlpatterns: list[URLPattern] = [path("", desk, name="desk")]
