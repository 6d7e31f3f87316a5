"""Monthly and yearly reports for everybody, from their snapshots alone."""

import re
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.pagination import page_of
from core.spreadsheets import attachment
from indicators.models import Report
from indicators.selectors import reports as selectors
from indicators.services.reports.snapshot import canonical
from indicators.services.reports.spreadsheet import report_xlsx

# What was once printed under a version never changes.
_FOR_GOOD = "public, max-age=86400"


def start_of(kind: str, stretch: str) -> date | None:
    """2026-11 of a month, 2026 of a year; None for anything else."""
    pattern = {"month": r"(20\d\d)-(0[1-9]|1[0-2])", "year": r"(20\d\d)"}.get(kind)
    found = re.fullmatch(pattern, stretch, re.ASCII) if pattern else None
    if found is None:
        return None
    return date(int(found[1]), int(found[2]) if kind == "month" else 1, 1)


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """The latest version of each report, the newest stretch first."""
    return render(
        request,
        "indicators/reports/list.html",
        {"tab": "stats", "page": page_of(selectors.latest_reports(), request)},
    )


@require_safe
def report(request: HttpRequest, kind: str, stretch: str, version: int | None = None) -> HttpResponse:
    """One version, the latest if none is named; an older one says that there is a newer."""
    found = _found(kind, stretch, version)
    versions = selectors.versions_of(kind, found.start)
    context = {
        "tab": "stats",
        "report": found,
        "content": found.snapshot,
        "stretch": stretch,
        "versions": versions,
        "newest": versions[0],
    }
    return render(request, "indicators/reports/report.html", context)


@require_safe
def report_xlsx_file(request: HttpRequest, kind: str, stretch: str, version: int) -> HttpResponse:
    """The same as a workbook."""
    found = _found(kind, stretch, version)
    answer = attachment(report_xlsx(found.snapshot, found.sha256), f"report-{kind}-{stretch}-v{version}.xlsx")
    answer["Cache-Control"] = _FOR_GOOD
    return answer


@require_safe
def report_json_file(request: HttpRequest, kind: str, stretch: str, version: int) -> HttpResponse:
    """The snapshot itself; its SHA-256 is the one that is printed on the report."""
    found = _found(kind, stretch, version)
    answer = attachment(
        canonical(found.snapshot), f"report-{kind}-{stretch}-v{version}.json", "application/json"
    )
    answer["Cache-Control"] = _FOR_GOOD
    return answer


def _found(kind: str, stretch: str, version: int | None) -> Report:
    start = start_of(kind, stretch)
    found = selectors.report(kind, start, version) if start else None
    if found is None:
        raise Http404("No such report.")
    return found
