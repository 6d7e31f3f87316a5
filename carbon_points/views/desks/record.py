"""代记: find a resident, write down what they did, take it back."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import OrganisationMember, User
from carbon_points.forms.desks import FindForm
from carbon_points.forms.records import LogForm
from carbon_points.pending.records import label_of
from carbon_points.selectors.catalogue import action_named
from carbon_points.selectors.desks import (
    STAFF_ROLES,
    desk_actions,
    desk_of,
    helper_logs_of_today,
    person_at_desk,
)
from carbon_points.selectors.log_rows import log_row
from carbon_points.selectors.log_sheet import days
from carbon_points.services.helper_logs import look_up, record_for, undo_for
from carbon_points.views.requests import ResidentRequest
from core import clock
from core.pagination import page_of
from core.refusals import Refused
from core.templatetags.ui import masked


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def find(request: ResidentRequest, code: str) -> HttpResponse:
    """Find a resident by phone or by the code they show; below, what I wrote down today."""
    desk = desk_of(request.user, organisation__code=code)
    form = FindForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            person = look_up(
                helper=request.user, organisation_id=desk.organisation_id, typed=form.cleaned_data["who"]
            )
            return redirect("carbon_points:desk-person", code, person.pk)
        except Refused as refused:
            form.add_error("who", refused.message)
            status = refused.status
    page = page_of(helper_logs_of_today(request.user, desk.organisation, clock.today()), request)
    rows = [{"name": name_at_desk(row.log.resident), "row": log_row(row.log)} for row in page]
    context = {"tab": "me", "desk": desk, "form": form, "rows": rows, "page": page}
    return render(request, "carbon_points/desks/find.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def person(request: ResidentRequest, code: str, person_id: int) -> HttpResponse:
    """Write down what this resident did."""
    desk = desk_of(request.user, organisation__code=code)
    resident = person_at_desk(request.user, desk.organisation, person_id, clock.now())
    form = LogForm(request.POST if request.method == "POST" else None)
    refusal, status = "", 422 if form.is_bound else 200
    if form.is_valid():
        try:
            log = record_for(
                helper=request.user,
                organisation_id=desk.organisation_id,
                resident_id=resident.pk,
                **sent(form),
            )
            what = label_of(log.action, log.quantity)
            messages.success(request, f"帮{name_at_desk(resident)}记好了：{what}，得{log.points}分。")
            return redirect("carbon_points:desk-find", code)
        except Refused as refused:
            refusal, status = refused.message, refused.status
    context = {
        "tab": "me",
        "desk": desk,
        "person": resident,
        "name": name_at_desk(resident),
        "refusal": refusal or form.hidden_fault(),
    }
    return render(request, "carbon_points/desks/person.html", context | choices(desk, form), status=status)


@require_POST
@login_required
def undo(request: ResidentRequest, code: str, log_id: int) -> HttpResponse:
    """Take back what I have written down within ten minutes."""
    desk = desk_of(request.user, organisation__code=code)
    undo_for(helper=request.user, organisation_id=desk.organisation_id, log_id=log_id)
    messages.success(request, "已撤销这条代记。")
    return redirect("carbon_points:desk-find", code)


def name_at_desk(resident: User) -> str:
    """What a helper sees of a resident: the name in the organisation's own list, else a masked nickname."""
    return resident.nickname if resident.kept_by_organisation_id else masked(resident.display_name)


def sent(form: LogForm) -> dict[str, Any]:
    """What the form says, for the service."""
    values = {name: form.cleaned_data[name] for name in ("quantity", "done_on", "request_key")}
    return values | {"action": action_named(form.cleaned_data["action"])}


def choices(desk: OrganisationMember, form: LogForm) -> dict[str, Any]:
    """Actions, days and a key for the form, keeping what was sent."""
    return {
        "form": form,
        "groups": desk_actions(as_staff=desk.role in STAFF_ROLES),
        "days": days(clock.today(), str(form.data.get("done_on", ""))),
        "request_key": form.data.get("request_key") or str(uuid4()),
    }
