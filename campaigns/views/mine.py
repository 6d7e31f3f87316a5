"""What I registered for: the list, one of them, giving it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import ResidentRequest
from campaigns.forms import FewerForm, SmsForm
from campaigns.rules.words import quoted
from campaigns.selectors.registrations import my_registration, my_registrations, ticket_of
from campaigns.services import registration as services
from core import clock
from core.pagination import page_of
from core.refusals import Refused


@require_safe
@login_required
@never_cache
def my_campaigns(request: ResidentRequest) -> HttpResponse:
    """What comes, what I wait for, what was."""
    page = page_of(my_registrations(request.user), request)
    context = {"tab": "me", "page": page, "now": clock.now()}
    return render(request, "campaigns/my_campaigns.html", context)


@require_safe
@login_required
@never_cache
def mine(request: ResidentRequest, registration_id: int) -> HttpResponse:
    """One registration."""
    row = my_registration(request.user, registration_id)
    context = {"tab": "me", "ticket": ticket_of(row), "row": row, "campaign": row.session.campaign}
    return render(request, "campaigns/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def cancel(request: ResidentRequest, registration_id: int) -> HttpResponse:
    """Ask; the POST gives the seat or the place in line back."""
    row = my_registration(request.user, registration_id)
    if request.method == "POST":
        try:
            services.cancel(registration=row)
            messages.success(request, "已经取消，谢谢您把名额让给后面的人。")
        except Refused as refused:
            messages.error(request, refused.message)
        return redirect("campaigns:mine", registration_id)
    context = {
        "tab": "me",
        "title": "要取消报名吗？",
        "text": f"取消{quoted(row.session.campaign.title)}（{row.session.when}）后，名额让给后面的人。",
        "label": "取消报名",
        "back_label": "先不取消",
        "back_url": reverse("campaigns:mine", args=[registration_id]),
    }
    return render(request, "confirm.html", context)


@require_POST
@login_required
@never_cache
def fewer(request: ResidentRequest, registration_id: int) -> HttpResponse:
    """Come with fewer people."""
    row, form = my_registration(request.user, registration_id), FewerForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused("请选择人数。", code="invalid", status=422)
        services.bring_fewer(registration=row, places=form.cleaned_data["places"])
        messages.success(request, "人数改好了，谢谢您把名额让给后面的人。")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("campaigns:mine", registration_id)


@require_POST
@login_required
@never_cache
def sms(request: ResidentRequest, registration_id: int) -> HttpResponse:
    """Be reminded by text message, or no longer."""
    row, form = my_registration(request.user, registration_id), SmsForm(request.POST)
    form.is_valid()
    wants = form.cleaned_data["wants_sms"]
    services.want_sms(registration=row, wants_sms=wants)
    messages.success(request, "好的，活动前会发短信提醒您。" if wants else "好的，不再发短信。")
    return redirect("campaigns:mine", registration_id)
