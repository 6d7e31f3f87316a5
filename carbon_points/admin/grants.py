"""人工发放: asking for points for a resident, the queue of requests, and the decision of a second person."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib.auth.decorators import permission_required, user_passes_test
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from accounts.models import User
from accounts.requests import ResidentRequest
from accounts.rules import masked_phone
from accounts.sealing import unseal
from carbon_points.admin.frames import PermittedMenuItem, frame
from carbon_points.models import Grant
from carbon_points.rules.grants import LONGEST_INTERNAL, LONGEST_REASON, MOST
from carbon_points.selectors.grants import granted_in_month, resident_named, staff_grant, staff_grants
from carbon_points.selectors.policies import city_policy
from carbon_points.services.grants import (
    LONGEST_DECISION,
    MAY_APPROVE,
    MAY_REQUEST,
    approve_grant,
    decline_grant,
    request_grant,
)
from carbon_points.services.lookups import find_resident
from core import clock
from core.pagination import page_of
from core.refusals import Refused

RIGHTS = (MAY_REQUEST, MAY_APPROVE, "carbon_points.view_grant")
NAME, ICON, SALT = "人工发放", "plus-inverse", "grant-resident"
# Long enough to fill the form in.
FOUND_FOR = 3600


def has_any_right(user: Any) -> bool:
    """Asks, decides, or looks on."""
    if not any(user.has_perm(right) for right in RIGHTS):
        raise PermissionDenied
    return True


may_look = user_passes_test(has_any_right)
may_request = permission_required(MAY_REQUEST, raise_exception=True)


class FindForm(forms.Form):
    """Whom the points are for, by the whole phone number."""

    phone = forms.CharField(
        label="手机号", max_length=20, error_messages={"required": "请填写完整的11位手机号。"}
    )


class GrantForm(forms.Form):
    """What is asked for; the rules say what can stand."""

    points = forms.IntegerField(
        label="积分",
        help_text=f"1到{MOST}的整数。",
        error_messages={"required": "请填写积分。", "invalid": "积分要填整数。"},
    )
    ground = forms.ChoiceField(
        label="事由", choices=Grant.Ground.choices, error_messages={"required": "请选择一个事由。"}
    )
    reason = forms.CharField(
        label="公开说明",
        max_length=LONGEST_REASON,
        help_text="会公开，请写清楚为什么发，不要写人名、手机号。",
        error_messages={"required": "请写明为什么发。"},
    )
    internal_note = forms.CharField(
        label="内部依据（不公开）",
        max_length=LONGEST_INTERNAL,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    found = forms.CharField(widget=forms.HiddenInput)
    request_key = forms.CharField(widget=forms.HiddenInput, max_length=64)


class DecisionForm(forms.Form):
    """The note of who decides."""

    note = forms.CharField(
        label="复核意见",
        max_length=LONGEST_DECISION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="不同意时必须写明原因。",
    )


@require_safe
@never_cache
@may_look
def grants(request: ResidentRequest) -> HttpResponse:
    """The requests of one state, what waits first."""
    state = request.GET.get("state", Grant.State.REQUESTED)
    state = state if state in Grant.State.values else Grant.State.REQUESTED
    context = {
        "state": state,
        "states": Grant.State.choices,
        "page": page_of(staff_grants(state), request),
        "query": f"state={state}&",
        "may_request": request.user.has_perm(MAY_REQUEST),
        **frame(NAME, ICON),
    }
    return render(request, "carbon_points/admin/grants.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@may_request
def new(request: ResidentRequest) -> HttpResponse:
    """First the resident by phone, then the request."""
    step = request.POST.get("step", "") if request.method == "POST" else ""
    if step == "ask":
        return _ask(request)
    form = FindForm(request.POST if step == "find" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            resident = find_resident(phone=form.cleaned_data["phone"], by=request.user, purpose="grant")
            first = {"found": signing.dumps(resident.pk, salt=SALT), "request_key": str(uuid4())}
            return _form(request, GrantForm(initial=first), resident)
        except Refused as refused:
            form.add_error("phone", refused.message)
            status = refused.status
    return _form(request, form, status=status)


def _ask(request: ResidentRequest) -> HttpResponse:
    form = GrantForm(request.POST)
    resident = _found(request.POST.get("found", ""))
    status = 422
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in form.fields if name != "found"}
        try:
            request_grant(resident=resident, by=request.user, **values)
            messages.success(request, "已提交，等另一位工作人员复核。")
            return redirect("grants:list")
        except Refused as refused:
            form.add_error(None, refused.message)
            status = refused.status
    return _form(request, form, resident, status=status)


def _found(token: str) -> User:
    """The resident whom this form was opened for; a number that somebody typed into it is refused."""
    try:
        return resident_named(signing.loads(token, salt=SALT, max_age=FOUND_FOR))
    except signing.BadSignature:
        raise Refused("页面放得太久了，请重新查找居民。", code="lookup_expired", status=422) from None


def _form(
    request: ResidentRequest, form: forms.Form, resident: User | None = None, status: int = 200
) -> HttpResponse:
    phone = masked_phone(unseal(resident.phone_sealed)) if resident and resident.phone_sealed else ""
    way = frame("申请发放", ICON, (NAME, reverse("grants:list")))
    context = {"form": form, "resident": resident, "phone": phone, **way}
    return render(request, "carbon_points/admin/grant_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@may_look
def grant(request: ResidentRequest, grant_id: int) -> HttpResponse:
    """One request; the POST decides it."""
    form = DecisionForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            return _decided(request, grant_id, form.cleaned_data["note"])
        except Refused as refused:
            form.add_error(None, refused.message)
            status = refused.status
    row = staff_grant(grant_id)
    hint = _hint(row, request.user)
    today = clock.today()
    context = {
        "grant": row,
        "form": form if form.is_bound or (row.state == Grant.State.REQUESTED and not hint) else None,
        "hint": hint,
        "granted": granted_in_month(row.resident, today),
        "most": city_policy(today).grant_points_a_month,
        **frame(f"第{row.pk}条", ICON, (NAME, reverse("grants:list"))),
    }
    return render(request, "carbon_points/admin/grant.html", context, status=status)


def _decided(request: ResidentRequest, grant_id: int, note: str) -> HttpResponse:
    if request.POST.get("decision") == "approve":
        approve_grant(grant_id=grant_id, by=request.user, note=note)
        messages.success(request, "已发放，居民会收到消息。")
    else:
        decline_grant(grant_id=grant_id, by=request.user, note=note)
        messages.success(request, "已记下：不同意。")
    return redirect("grants:detail", grant_id)


def _hint(row: Grant, user: User) -> str:
    """Why this person cannot decide; empty when they can, or when it is decided."""
    if row.state != Grant.State.REQUESTED:
        return ""
    if not user.has_perm(MAY_APPROVE):
        return "这条申请等有复核权限的工作人员处理。"
    if user.pk in {row.requested_by_id, row.resident_id}:
        return "申请和复核必须是两个人，也不能发给自己，请由其他复核员处理。"
    return ""


def menu_item() -> MenuItem:
    """Where grants stand in the menu."""
    return PermittedMenuItem(NAME, reverse("grants:list"), icon_name=ICON, order=430, rights=RIGHTS)


urlpatterns: list[URLPattern] = [
    path("", grants, name="list"),
    path("new/", new, name="new"),
    path("<row:grant_id>/", grant, name="detail"),
]
