"""Recording an action: the sheet with its form, and the one-tap buttons."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import pending
from accounts.models import User
from carbon_points.forms.records import LogForm, person_id_of
from carbon_points.pending.records import PENDING_LOG, label_of, record, resident_for
from carbon_points.selectors.catalogue import self_reported_action, tile_of
from carbon_points.selectors.log_sheet import log_sheet
from carbon_points.views.answers import added, to_sign_in
from carbon_points.views.requests import PageRequest
from core.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def log(request: PageRequest) -> HttpResponse:
    """Choose an action and say how much; the POST records it. ?for= names somebody whom the user keeps."""
    if request.method == "POST":
        return _log_from_sheet(request)
    category, code = request.GET.get("category", ""), request.GET.get("action", "")
    person_id = person_id_of(request.GET.get("for", "")) or 0
    page = log_sheet(_user(request), category=category, code=code, person_id=person_id, sent={})
    return _sheet(request, page | {"form": LogForm()}, status=page["status"])


@require_POST
def quick_log(request: PageRequest) -> HttpResponse:
    """Record a quick action in one tap."""
    form = LogForm(request.POST)
    if not form.is_valid():
        raise Refused(form.fault(), code="invalid", status=422)
    if (user := _user(request)) is None:
        return _ask_to_sign_in(request, form)
    log = record(user, **form.values())
    resident = resident_for(user, form.cleaned_data["for_person"])
    return added(request, user, log, resident=resident, quick=tile_of(resident, form.cleaned_data["action"]))


def _log_from_sheet(request: PageRequest) -> HttpResponse:
    form = LogForm(request.POST)
    refusal, status = None, 422
    if form.is_valid():
        try:
            if (user := _user(request)) is None:
                return _ask_to_sign_in(request, form)
            log = record(user, **form.values())
            return added(request, user, log, resident=log.resident)
        except Refused as refused:
            refusal, status = refused.message, refused.status
    else:
        refusal = form.hidden_fault()
    page = log_sheet(
        _user(request),
        code=form.data.get("action", "")[:40],
        person_id=form.cleaned_data.get("for_person", 0),
        sent=form.data,
    )
    page["refusal"] = refusal or page["refusal"]
    return _sheet(request, page | {"form": form}, status=status)


def _sheet(request: PageRequest, page: dict[str, Any], *, status: int) -> HttpResponse:
    """The whole page, or for htmx the form alone."""
    template = "log_sheet.html"
    if request.htmx:
        template = "partials/log_form.html" if page["chosen"] else "partials/refused.html"
    page = {"tab": "log", "message": page["refusal"] or "请先选择一项行动。", **page}
    return render(request, f"carbon_points/{template}", page, status=status)


def _ask_to_sign_in(request: PageRequest, form: LogForm) -> HttpResponse:
    """Keep what the guest meant, and carry it out once after sign-in."""
    action = self_reported_action(form.cleaned_data["action"])
    label = label_of(action, form.cleaned_data["quantity"])
    pending.keep(
        request, PENDING_LOG, form.payload(), label=label, request_key=form.cleaned_data["request_key"]
    )
    return to_sign_in(request)


def _user(request: PageRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None
