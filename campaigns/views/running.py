"""The organiser's desk: one campaign with its sessions, who registered, messages, calling it off."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import ResidentRequest
from campaigns.forms_running import MessageForm, ReasonForm
from campaigns.models import Registration
from campaigns.selectors.people import campaign_run_by
from campaigns.selectors.running import messages_of, run_registration, run_registrations, run_sessions
from campaigns.services import running as services
from campaigns.services.no_shows import lift_pause
from campaigns.services.registration import cancel_for
from campaigns.services.sessions import cancel_campaign
from core.pagination import page_of
from core.refusals import Refused
from core.spreadsheets import attachment

ROWS = 50


@require_safe
@login_required
@never_cache
def run(request: ResidentRequest, campaign_id: int) -> HttpResponse:
    """What there is to do for one campaign."""
    campaign = campaign_run_by(request.user, campaign_id)
    context = {"tab": "me", "campaign": campaign, "sessions": run_sessions(campaign)}
    return render(request, "campaigns/running/run.html", context)


@require_safe
@login_required
@never_cache
def registrations(request: ResidentRequest, campaign_id: int) -> HttpResponse:
    """Everybody who registered, page by page."""
    campaign = campaign_run_by(request.user, campaign_id)
    page = page_of(run_registrations(campaign), request, size=ROWS)
    return render(
        request, "campaigns/running/registrations.html", {"tab": "me", "campaign": campaign, "page": page}
    )


@require_safe
@login_required
@never_cache
def registrations_file(request: ResidentRequest, campaign_id: int) -> HttpResponse:
    """The list as a spreadsheet."""
    campaign = campaign_run_by(request.user, campaign_id)
    data = services.list_xlsx(campaign=campaign, by=request.user)
    return attachment(data, f"campaign-{campaign.pk}-list.xlsx")


@require_POST
@login_required
@never_cache
def phone(request: ResidentRequest, campaign_id: int, registration_id: int) -> HttpResponse:
    """One whole number, for a call."""
    row = _row(request, campaign_id, registration_id)
    number = services.show_phone(registration=row, by=request.user)
    context = {"tab": "me", "campaign": row.session.campaign, "row": row, "number": number}
    return render(request, "campaigns/running/phone.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def take_out(request: ResidentRequest, campaign_id: int, registration_id: int) -> HttpResponse:
    """Take somebody out, with a reason that they read."""
    row = _row(request, campaign_id, registration_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    refusal = ""
    if form.is_valid():
        try:
            cancel_for(registration=row, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, "已经取消这条报名，并告诉了本人；有候补的自动递补。")
            return redirect("campaigns:run-registrations", campaign_id)
        except Refused as refused:
            refusal = refused.message
    context = {
        "title": f"取消 {row.number} 号的报名",
        "text": "名额让给后面候补的人，原因会发给本人。",
        "label": "取消报名",
        "back_url": reverse("campaigns:run-registrations", args=[campaign_id]),
    }
    return _reason(request, form, context, refusal)


@require_POST
@login_required
@never_cache
def forgive(request: ResidentRequest, campaign_id: int, registration_id: int) -> HttpResponse:
    """The organiser knows why somebody could not come."""
    lift_pause(registration=_row(request, campaign_id, registration_id))
    messages.success(request, "好的，不再限制这位居民报名。")
    return redirect("campaigns:run-registrations", campaign_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def call_off(request: ResidentRequest, campaign_id: int) -> HttpResponse:
    """Cancel the whole campaign, with a reason that everybody reads."""
    campaign = campaign_run_by(request.user, campaign_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        cancel_campaign(campaign=campaign, reason=form.cleaned_data["reason"])
        messages.success(request, "活动已经取消，报名的人都收到了消息。")
        return redirect("campaigns:run", campaign_id)
    context = {
        "title": "取消整个活动",
        "text": "还没办的场次全部取消，原因会发给每一位报名和候补的人，也写在活动页面上，不能恢复。",
        "label": "取消活动",
        "back_url": reverse("campaigns:run", args=[campaign_id]),
    }
    return _reason(request, form, context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def say(request: ResidentRequest, campaign_id: int) -> HttpResponse:
    """Write to everybody; what was written before stands below."""
    campaign = campaign_run_by(request.user, campaign_id)
    form = MessageForm(request.POST if request.method == "POST" else None, initial={"request_key": uuid4()})
    refusal, status = "", 422 if form.is_bound else 200
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.tell_everybody(
                campaign=campaign,
                by=request.user,
                to=data["to"],
                title=data["title"],
                body=data["body"],
                request_key=data["request_key"],
            )
            messages.success(request, "已经发出，大家会在“消息”里看到。")
            return redirect("campaigns:run-say", campaign_id)
        except Refused as refused:
            refusal, status = refused.message, refused.status
    context = {
        "tab": "me",
        "campaign": campaign,
        "form": form,
        "refusal": refusal,
        "request_key": form["request_key"].value() or uuid4(),
        "page": page_of(messages_of(campaign), request),
    }
    return render(request, "campaigns/running/say.html", context, status=status)


def _row(request: ResidentRequest, campaign_id: int, registration_id: int) -> Registration:
    return run_registration(campaign_run_by(request.user, campaign_id), registration_id)


def _reason(
    request: ResidentRequest, form: ReasonForm, context: dict[str, str], refusal: str = ""
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(
        request,
        "campaigns/running/reason.html",
        context | {"tab": "me", "form": form, "refusal": refusal},
        status=status,
    )
