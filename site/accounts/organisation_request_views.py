"""Registrations of organisations in the admin: what waits, what it says, the decision."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from accounts.models import OrganisationRequest
from accounts.requests import ResidentRequest
from accounts.selectors.organisation_requests import requests_in, same_organisations
from accounts.services import organisation_requests as services
from core.pagination import page_of
from core.refusals import Refused

RIGHT = "accounts.change_organisation"


class RefusalForm(forms.Form):
    """Why not; who asked reads it."""

    reason = forms.CharField(label="原因（申请人会看到）", required=False, max_length=200)


@never_cache
@require_safe
def waiting(request: ResidentRequest) -> HttpResponse:
    """Registrations that wait, the oldest first; or those of another state."""
    _check(request)
    state = request.GET.get("state", OrganisationRequest.State.WAITING)
    context = {
        "page": page_of(requests_in(state), request),
        "state": state,
        "states": OrganisationRequest.State.choices,
        "header_title": "机构登记申请",
        "header_icon": "group",
        "breadcrumbs_items": [
            {"url": reverse("organisations:index"), "label": "机构"},
            {"url": "", "label": "登记申请"},
        ],
    }
    return render(request, "accounts/staff/organisation_requests.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: ResidentRequest, request_id: int) -> HttpResponse:
    """What a registration says, organisations like it, and the decision."""
    _check(request)
    row = get_object_or_404(requests_in(""), pk=request_id)
    form = RefusalForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                messages.success(request, _decide(request, row, form.cleaned_data["reason"]))
                return redirect("organisations:requests")
            except Refused as refused:
                form.add_error(None, refused.message)
                status = refused.status
    context = {
        "row": row,
        "same": same_organisations(row.name, row.kind) if row.state == "waiting" else [],
        "form": form,
        "header_title": row.name,
        "header_icon": "group",
        "breadcrumbs_items": [
            {"url": reverse("organisations:requests"), "label": "登记申请"},
            {"url": "", "label": row.name},
        ],
    }
    return render(request, "accounts/staff/organisation_request.html", context, status=status)


def _decide(request: ResidentRequest, row: OrganisationRequest, reason: str) -> str:
    verdict = request.POST.get("verdict", "")
    if verdict == "approve":
        services.approve_request(request_id=row.pk, by=request.user)
        return f"“{row.name}”登记好了，申请人是它的负责人。"
    if verdict == "refuse":
        services.refuse_request(request_id=row.pk, by=request.user, reason=reason)
        return "没有登记，原因已告诉申请人。"
    raise Refused("页面内容不完整，请刷新后再试。", code="invalid", status=422)


def _check(request: ResidentRequest) -> None:
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied
