"""The desk of reports: what there is, whether it is intact, and corrected versions."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.requests import ResidentRequest
from core.pagination import page_of
from indicators import access
from indicators.forms.reports import REASONS, ReportForm
from indicators.models import Report
from indicators.periods import stretch_words
from indicators.selectors import reports as selectors
from indicators.services.reports.making import is_intact, make_report
from indicators.services.reports.refusals import NoReason
from indicators.views.reports import start_of

_ROWS = 12


@require_http_methods(["GET", "HEAD", "POST"])
@access.staff_with(access.REPORT)
def report_desk(request: ResidentRequest) -> HttpResponse:
    """Every report with its latest version; a POST makes the next one."""
    if request.method == "POST":
        return _make(request)
    page = page_of(selectors.latest_reports().defer(None).select_related("made_by"), request, size=_ROWS)
    context = {
        "tab": "stats",
        "page": page,
        "rows": [(report, is_intact(report)) for report in page],
        "reasons": REASONS,
        "due": [
            {"kind": kind, "stretch": selectors.address_of(kind, start), "words": stretch_words(kind, start)}
            for kind, start in selectors.due_reports()
        ],
    }
    return render(request, "indicators/reports/desk.html", context)


def _make(request: ResidentRequest) -> HttpResponse:
    form = ReportForm(request.POST)
    start = start_of(request.POST.get("kind", ""), request.POST.get("stretch", ""))
    if not form.is_valid() or start is None:
        raise NoReason("请选择报告和更正的原因。")
    data = form.cleaned_data
    report = make_report(
        kind=data["kind"], start=start, reason=data["reason"], by=request.user, after=data["after"]
    )
    label = Report.Kind(report.kind).label
    messages.success(
        request, f"{label}（{stretch_words(report.kind, start)}）第{report.version}版已经生成并公开。"
    )
    return redirect("indicators:report-desk")
