"""Addresses of the monthly and yearly reports."""

from django.urls import path

from core import converters  # noqa: F401
from indicators.views import report_desk, reports

_VERSION = "reports/<slug:kind>/<slug:stretch>/v<row:version>/"

urlpatterns = [
    path("reports/", reports.report_list, name="reports"),
    path("reports/<slug:kind>/<slug:stretch>/", reports.report, name="report"),
    path(_VERSION, reports.report, name="report-version"),
    path(f"{_VERSION}report.xlsx", reports.report_xlsx_file, name="report-xlsx"),
    path(f"{_VERSION}report.json", reports.report_json_file, name="report-json"),
    path("stats/reports/", report_desk.report_desk, name="report-desk"),
]
