"""Registering an organisation, and the people of one's own."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import pending
from accounts.models import Organisation, OrganisationMember, User
from accounts.organisation_forms import DelegateForm, RegisterForm, RoleForm
from accounts.pending_organisations import REGISTER, SAID, ask_for
from accounts.requests import ResidentRequest
from accounts.selectors.organisation_requests import latest_request
from accounts.selectors.organisations import (
    led_organisation,
    members_of,
    open_invitations,
    own_membership,
)
from accounts.services import organisation_heads as heads
from accounts.services.organisation_requests import withdraw_request
from core.pagination import page_of
from core.refusals import NotFound, Refused

ROWS = 30


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """Register an organisation; a guest's form waits for the sign-in. The last request stands above."""
    user = request.user if isinstance(request.user, User) else None
    if request.method != "POST":
        return _register(request, user, RegisterForm(initial={"request_key": uuid4()}))
    form = RegisterForm(request.POST)
    if not form.is_valid():
        return _register(request, user, form, status=422)
    if user is None:
        label = f"登记“{form.cleaned_data['name']}”"
        pending.keep(request, REGISTER, form.wishes(), label=label, request_key=form.key())
        return redirect("account_login")
    try:
        ask_for(user, form.wishes(), form.key())
    except Refused as refused:
        return _register(request, user, form, refusal=refused.message, status=refused.status)
    messages.success(request, SAID)
    return redirect("organisation-new")


@require_POST
@login_required
@never_cache
def take_back(request: ResidentRequest, request_id: int) -> HttpResponse:
    """Take one's own registration back."""
    if not withdraw_request(user=request.user, request_id=request_id):
        raise NotFound("没有等待核实的登记申请。")
    messages.success(request, "登记申请已撤回。")
    return redirect("organisation-new")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def members(request: ResidentRequest, code: str) -> HttpResponse:
    """Who belongs to it, who was invited, and a form to invite; for its heads."""
    organisation = led_organisation(request.user, code)
    form = DelegateForm(request.POST if request.method == "POST" else None)
    refusal, status = "", 422 if form.is_bound else 200
    if form.is_valid():
        try:
            heads.invite_delegate(organisation_id=organisation.pk, by=request.user, **form.cleaned_data)
            messages.success(request, "已邀请：登录过的马上生效，没有登录过的在第一次登录时生效。")
            return redirect("organisation-members", code)
        except Refused as refused:
            refusal, status = refused.message, refused.status
    context = {
        "tab": "me",
        "organisation": organisation,
        "page": page_of(members_of(organisation), request, size=ROWS),
        "invitations": open_invitations(organisation)[:ROWS],
        "form": form,
        "refusal": refusal,
    }
    return render(request, "accounts/organisations/members.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def member(request: ResidentRequest, code: str, user_id: int) -> HttpResponse:
    """One member: another role, the headship, the end."""
    organisation = led_organisation(request.user, code)
    row = members_of(organisation).filter(user=user_id).first()
    if row is None:
        raise NotFound("没有找到这位成员，请回到名单里重新选择。")
    if request.method != "POST":
        return _member(request, organisation, row)
    try:
        said = _act(request, organisation, row)
    except Refused as refused:
        return _member(request, organisation, row, refused.message, refused.status)
    messages.success(request, said)
    still = members_of(organisation).filter(user=request.user, role="head").exists()
    return redirect("organisation-members", code) if still else redirect("/org/")


@require_POST
@login_required
@never_cache
def withdraw(request: ResidentRequest, code: str, invitation_id: int) -> HttpResponse:
    """Take an invitation back."""
    organisation = led_organisation(request.user, code)
    done = heads.take_back_invitation(
        organisation_id=organisation.pk, by=request.user, invitation_id=invitation_id
    )
    if not done:
        raise NotFound("没有这条邀请，可能已经生效或撤回。")
    messages.success(request, "已撤回邀请。")
    return redirect("organisation-members", code)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def leave(request: ResidentRequest, code: str) -> HttpResponse:
    """Leave an organisation; asked once more before."""
    row = own_membership(request.user, code)
    refusal, status = "", 200
    if request.method == "POST":
        try:
            heads.leave(organisation_id=row.organisation_id, user=request.user)
            messages.success(request, f"您已退出“{row.organisation.name}”。")
            return redirect("/org/")
        except Refused as refused:
            refusal, status = refused.message, refused.status
    context = {"tab": "me", "organisation": row.organisation, "refusal": refusal}
    return render(request, "accounts/organisations/leave.html", context, status=status)


def _act(request: ResidentRequest, organisation: Organisation, row: OrganisationMember) -> str:
    """Do what the button says; what to tell the head. Raises a Refused."""
    whom: dict[str, Any] = {"organisation_id": organisation.pk, "by": request.user, "user_id": row.user_id}
    verb = request.POST.get("verb", "")
    if verb == "role":
        form = RoleForm(request.POST)
        if not form.is_valid():
            raise Refused("请从列表里选择身份。", code="invalid", status=422)
        heads.change_role(role=form.cleaned_data["role"], **whom)
        return "身份已更改。"
    verbs: dict[str, tuple[Callable[..., object], str]] = {
        "hand-over": (heads.hand_over, "已交给新的负责人，您现在是工作人员。"),
        "end": (heads.end_member, "已结束这位成员的身份。"),
    }
    if verb not in verbs:
        raise Refused("页面内容不完整，请刷新后再试。", code="invalid", status=422)
    act, said = verbs[verb]
    act(**whom)
    return said


def _member(
    request: ResidentRequest,
    organisation: Organisation,
    row: OrganisationMember,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "tab": "me",
        "organisation": organisation,
        "member": row,
        "is_me": row.user_id == request.user.pk,
        "form": RoleForm(initial={"role": row.role}),
        "refusal": refusal,
    }
    return render(request, "accounts/organisations/member.html", context, status=status)


def _register(
    request: HttpRequest, user: User | None, form: RegisterForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    latest = latest_request(user) if user else None
    context = {"tab": "me", "form": form, "refusal": refusal, "latest": latest}
    return render(request, "accounts/organisations/new.html", context, status=status)
