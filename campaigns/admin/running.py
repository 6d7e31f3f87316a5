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
from campaigns.selectors.running import YEAR_HEADINGS, all_campaigns, year_lines
from carbon_points.admin.frames import PermittedMenuItem, frame
from core import clock
from core.pagination import page_of
from core.spreadsheets import attachment, xlsx

ROWS = 30


@require_safe
@never_cache
@permission_required(RUN_ANY, raise_exception=True)
def desk(request: ResidentRequest) -> HttpResponse:
    """The latest first, with state, people and links."""
    page = page_of(all_campaigns(), request, size=ROWS)
    context = {"page": page, "rows": rows_of(page), "year": clock.today().year} | frame(
        "活动现场", "calendar-alt"
    )
    return render(request, "campaigns/admin/running.html", context)


@require_safe
@never_cache
@permission_required(RUN_ANY, raise_exception=True)
def year_file(request: ResidentRequest, year: int) -> HttpResponse:
    """The year's calendar as a spreadsheet."""
    return attachment(xlsx("活动年历", [YEAR_HEADINGS, *year_lines(year)]), f"campaigns-{year}.xlsx")


@require_safe
@never_cache
@permission_required(RUN_ANY, raise_exception=True)
def year(request: ResidentRequest, year: int) -> HttpResponse:
    """All campaigns of a year, to print."""
    context = {"year": year, "headings": YEAR_HEADINGS, "lines": year_lines(year)}
    return render(request, "campaigns/admin/year.html", context | frame(f"{year}年活动年历", "calendar-alt"))


def menu_item() -> MenuItem:
    """Where the desk stands in the menu."""
    return PermittedMenuItem(
        "活动现场", reverse("run-campaigns:desk"), icon_name="calendar-alt", order=435, rights=(RUN_ANY,)
    )


urlpatterns: list[URLPattern] = [
    path("", desk, name="desk"),
    path("year/<int:year>/", year, name="year"),
    path("year/<int:year>.xlsx", year_file, name="year-file"),
]
