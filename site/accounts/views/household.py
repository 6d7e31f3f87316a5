"""我的家庭: people who live together and count shared things once."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Consent
from accounts.people_forms import HouseholdForm, JoinForm
from accounts.refusals import InAHousehold, NoHousehold
from accounts.requests import ResidentRequest
from accounts.selectors.households import household_page, membership_of
from accounts.services import households as services
from core.refusals import Refused

WEB = Consent.Channel.WEB


@never_cache
@require_safe
@login_required
def household(request: ResidentRequest) -> HttpResponse:
    """My household with its members; without one, how to make or join one."""
    return _page(request)


@never_cache
@require_POST
@login_required
def create(request: ResidentRequest) -> HttpResponse:
    """Make a household."""
    form = HouseholdForm(request.POST)
    if form.is_valid():
        try:
            services.create_household(user=request.user, channel=WEB, **form.cleaned_data)
            messages.success(request, "家庭建好了。把加入码告诉家里人，他们就能加入。")
            return redirect("household")
        except InAHousehold:
            # A second tap: it is made already.
            return redirect("household")
        except Refused as refused:
            form.add_error("name", refused.message)
    return _page(request, status=422, create_form=form)


@never_cache
@require_POST
@login_required
def join(request: ResidentRequest) -> HttpResponse:
    """Join with a code."""
    form = JoinForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            joined = services.join_household(user=request.user, channel=WEB, **form.cleaned_data)
            messages.success(request, f"已加入“{joined.name}”。")
            return redirect("household")
        except InAHousehold as refused:
            messages.info(request, refused.message)
            return redirect("household")
        except Refused as refused:
            form.add_error("code", refused.message)
            status = refused.status
    return _page(request, status=status, join_form=form)


@never_cache
@require_POST
@login_required
def rename(request: ResidentRequest) -> HttpResponse:
    """Give my household another name."""
    form = HouseholdForm(request.POST)
    if form.is_valid():
        try:
            services.rename_household(keeper=request.user, **form.cleaned_data)
            messages.success(request, "名称已改好。")
            return redirect("household")
        except Refused as refused:
            form.add_error("name", refused.message)
    return _page(request, status=422, rename_form=form)


@never_cache
@require_POST
@login_required
def renew_code(request: ResidentRequest) -> HttpResponse:
    """Make a fresh join code."""
    services.renew_code(keeper=request.user)
    messages.success(request, "换好了新的加入码，旧的已经失效。")
    return redirect("household")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def leave(request: ResidentRequest) -> HttpResponse:
    """Ask; a POST leaves."""
    if request.method == "POST":
        try:
            services.leave_household(user=request.user, channel=WEB)
            messages.success(request, "已退出家庭。您自己的记录和积分都还在。")
        except NoHousehold as refused:
            messages.info(request, refused.message)
        return redirect("household")
    return _confirm(
        request,
        title="要退出家庭吗？",
        text="您和您代管的家人会一起退出，各自的记录和积分都还在。30 天内只能换一次家庭。",
        label="退出家庭",
        back_label="先不退出",
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove_member(request: ResidentRequest, user_id: int) -> HttpResponse:
    """Ask; a POST sends a member away."""
    if request.method == "POST":
        services.remove_member(keeper=request.user, user_id=user_id, channel=WEB)
        messages.success(request, "已请这位成员离开家庭。")
        return redirect("household")
    return _confirm(
        request,
        title="要请这位成员离开吗？",
        text="他和他代管的家人会离开这个家庭，各自的记录和积分都还在。",
        label="请他离开",
    )


def _confirm(request: ResidentRequest, **words: str) -> HttpResponse:
    return render(request, "confirm.html", {"tab": "me", "back_url": reverse("household"), **words})


def _page(request: ResidentRequest, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page with the forms that were filled in wrongly, and fresh ones for the rest."""
    own = membership_of(request.user)
    context = {
        "tab": "me",
        "own": household_page(own) if own else None,
        "create_form": HouseholdForm(auto_id="create_%s"),
        "join_form": JoinForm(auto_id="join_%s"),
        "rename_form": HouseholdForm(
            auto_id="rename_%s", initial={"name": own.household.name if own else ""}
        ),
        **forms,
    }
    return render(request, "accounts/household.html", context, status=status)
