"""After a campaign: what people thought of it, and the report."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import ResidentRequest
from campaigns.forms_running import RATINGS, FeedbackForm
from campaigns.selectors.people import campaign_run_by
from campaigns.selectors.registrations import my_registration
from campaigns.selectors.running import feedback_of, figures_of, report_lines, run_sessions
from campaigns.services.running import give_feedback, report_xlsx
from core import clock
from core.pagination import page_of
from core.refusals import Refused
from core.spreadsheets import attachment


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def feedback(request: ResidentRequest, registration_id: int) -> HttpResponse:
    """One to five, and a sentence, for who came."""
    row = my_registration(request.user, registration_id)
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    refusal, status = "", 422 if form.is_bound else 200
    if form.is_valid():
        try:
            give_feedback(user=request.user, registration=row, **form.cleaned_data)
            messages.success(request, "谢谢您，主办方会认真看。")
            return redirect("campaigns:mine", registration_id)
        except Refused as refused:
            refusal, status = refused.message, refused.status
    chosen = form.data.get("rating", "")
    context = {
        "tab": "me",
        "row": row,
        "campaign": row.session.campaign,
        "form": form,
        "refusal": refusal,
        "ratings": [
            {"value": value, "label": label, "checked": str(value) == chosen} for value, label in RATINGS
        ],
    }
    return render(request, "campaigns/running/feedback.html", context, status=status)


@require_safe
@login_required
@never_cache
def report(request: ResidentRequest, campaign_id: int) -> HttpResponse:
    """What the campaign came to, ready to print."""
    campaign = campaign_run_by(request.user, campaign_id)
    figures = figures_of(campaign)
    context = {
        "tab": "me",
        "campaign": campaign,
        "figures": figures,
        "lines": report_lines(figures),
        "sessions": run_sessions(campaign),
        "page": page_of(feedback_of(campaign), request),
        "now": clock.now(),
    }
    return render(request, "campaigns/running/report.html", context)


@require_safe
@login_required
@never_cache
def report_file(request: ResidentRequest, campaign_id: int) -> HttpResponse:
    """The same as a spreadsheet."""
    campaign = campaign_run_by(request.user, campaign_id)
    data = report_xlsx(campaign=campaign, lines=report_lines(figures_of(campaign)))
    return attachment(data, f"campaign-{campaign.pk}-report.xlsx")
