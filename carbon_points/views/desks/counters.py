"""Counters of an organisation: beginning one, noting a day, agreeing to what somebody else noted."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import OrganisationMember
from carbon_points.forms.desks import CounterForm, EntryForm, today_entry
from carbon_points.selectors.catalogue import action_named
from carbon_points.selectors.counters import counter_at, counters_at, entries_of
from carbon_points.selectors.desks import STAFF_ROLES, desk_actions, desk_of
from carbon_points.services import counters as services
from carbon_points.views.requests import ResidentRequest
from core.pagination import page_of
from core.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def counters(request: ResidentRequest, code: str) -> HttpResponse:
    """The counters of an organisation, and for its staff a form to begin one."""
    desk = desk_of(request.user, organisation__code=code)
    form, status = _counter_form(request), 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                counter = services.open_counter(
                    by=request.user,
                    organisation_id=desk.organisation_id,
                    name=form.cleaned_data["name"],
                    action=action_named(form.cleaned_data["action"]),
                    size=form.cleaned_data["size"],
                )
                return redirect("carbon_points:counter", code, counter.pk)
            except Refused as refused:
                form.add_error(None, refused.message)
                status = refused.status
    context = {
        "tab": "me",
        "desk": desk,
        "form": form,
        "page": page_of(counters_at(desk.organisation), request),
        "may_open": desk.role in STAFF_ROLES,
        "is_school": _is_school(desk),
    }
    return render(request, "carbon_points/desks/counters.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def counter(request: ResidentRequest, code: str, counter_id: int) -> HttpResponse:
    """The days of a counter, and a form to note one."""
    desk = desk_of(request.user, organisation__code=code)
    shown = counter_at(desk.organisation_id, counter_id)
    form = EntryForm(request.POST) if request.method == "POST" else today_entry()
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            services.note_day(
                by=request.user,
                organisation_id=desk.organisation_id,
                counter_id=counter_id,
                **form.cleaned_data,
            )
            messages.success(request, "已记下，请另一位成员确认。")
            return redirect("carbon_points:counter", code, counter_id)
        except Refused as refused:
            form.add_error(None, refused.message)
            status = refused.status
    context = {
        "tab": "me",
        "desk": desk,
        "counter": shown,
        "form": form,
        "page": page_of(entries_of(shown), request),
        "may_close": desk.role in STAFF_ROLES and shown.closed_at is None,
        "is_school": _is_school(desk),
    }
    return render(request, "carbon_points/desks/counter.html", context, status=status)


@require_POST
@login_required
def decide(request: ResidentRequest, code: str, entry_id: int) -> HttpResponse:
    """Agree to what somebody else noted, or not."""
    desk = desk_of(request.user, organisation__code=code)
    agreed = request.POST.get("decision") == "agree"
    if not agreed and request.POST.get("decision") != "decline":
        raise Refused("页面内容不完整，请刷新页面后重试。", code="invalid", status=422)
    entry = services.decide_entry(
        by=request.user, organisation_id=desk.organisation_id, entry_id=entry_id, agreed=agreed
    )
    messages.success(request, "已确认，会计入公开的人次。" if agreed else "已标为“未确认”，可以重新记。")
    return redirect("carbon_points:counter", code, entry.counter_id)


@require_POST
@login_required
def close(request: ResidentRequest, code: str, counter_id: int) -> HttpResponse:
    """Count no further."""
    desk = desk_of(request.user, organisation__code=code)
    services.close_counter(by=request.user, organisation_id=desk.organisation_id, counter_id=counter_id)
    messages.success(request, "已停用，以前确认过的还在。")
    return redirect("carbon_points:counters", code)


def _counter_form(request: ResidentRequest) -> CounterForm:
    form = CounterForm(request.POST if request.method == "POST" else None)
    field = form.fields["action"]
    groups = desk_actions(as_staff=True)
    field.choices = [  # type: ignore[attr-defined]
        ("", "请选择"),
        *((name, [(action.code, action.name) for action in actions]) for name, actions in groups),
    ]
    return form


def _is_school(desk: OrganisationMember) -> bool:
    return desk.organisation.kind == desk.organisation.Kind.SCHOOL
