"""内容报告: what editors and reviewers look after, on screen and as a file."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.menu import MenuItem

from accounts.requests import ResidentRequest
from carbon_points.admin.frames import PermittedMenuItem, frame
from content.reports.export import csv_file, xlsx_file
from content.reports.tables import REPORTS, Report
from core.pagination import page_of
from core.spreadsheets import XLSX, attachment

RIGHT = "content.view_reports"
may_read = permission_required(RIGHT, raise_exception=True)
NAME = "内容报告"
SIZE = 50
FILES = {
    "csv": (csv_file, "text/csv; charset=utf-8"),
    "xlsx": (xlsx_file, XLSX),
}


@require_safe
@never_cache
@may_read
def reports(request: ResidentRequest) -> HttpResponse:
    """All reports by name."""
    context = {"reports": REPORTS.values(), **frame(NAME, "list-ul")}
    return render(request, "content/admin/reports.html", context)


@require_safe
@never_cache
@may_read
def report(request: ResidentRequest, report_slug: str) -> HttpResponse:
    """One report; ?export=csv or xlsx gives all its rows as a file."""
    found = REPORTS.get(report_slug)
    if found is None:
        raise Http404
    kind = request.GET.get("export", "")
    if kind in FILES:
        return _file(found, kind)
    context = {
        "report": found,
        "page": page_of(found.rows(), request, size=SIZE),
        **frame(found.title, "list-ul", (NAME, reverse("content_reports:list"))),
    }
    return render(request, "content/admin/report.html", context)


def _file(found: Report, kind: str) -> HttpResponse:
    make, content_type = FILES[kind]
    return attachment(make(found.heads, found.rows()), f"{found.slug}.{kind}", content_type)


def menu_item() -> MenuItem:
    """Below 报告, beside Wagtail's own."""
    return PermittedMenuItem(
        NAME, reverse("content_reports:list"), icon_name="list-ul", order=100, rights=(RIGHT,)
    )


urlpatterns: list[URLPattern] = [
    path("", reports, name="list"),
    path("<slug:report_slug>/", report, name="report"),
]
