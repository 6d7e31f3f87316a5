"""Public causes: what they are, giving points, and what I gave."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import pending
from accounts.models import User
from carbon_points.forms.rewards import GIFTS, GiveForm
from carbon_points.pending.rewards import DONATE, thanks
from carbon_points.selectors.causes import cause_named, causes, donations_of
from carbon_points.selectors.purse import purse_of
from carbon_points.services import rewards as services
from carbon_points.views.requests import PageRequest, ResidentRequest
from core.pagination import page_of
from core.refusals import Refused


@require_safe
def cause_list(request: PageRequest) -> HttpResponse:
    """All causes, open ones first."""
    return render(request, "carbon_points/causes.html", {"tab": "me", "page": page_of(causes(), request)})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def cause(request: PageRequest, cause_id: int) -> HttpResponse:
    """One cause; the POST gives points to it, once for each key."""
    if request.method != "POST":
        return _cause(request, cause_id, GiveForm())
    form = GiveForm(request.POST)
    if not form.is_valid():
        return _cause(request, cause_id, form, status=422)
    points, key = form.cleaned_data["points"], form.cleaned_data["request_key"]
    if not isinstance(request.user, User):
        label = f"捐{points}分给“{cause_named(cause_id).name}”"
        payload = {"cause": cause_id, "points": points}
        pending.keep(request, DONATE, payload, label=label, request_key=key)
        return redirect("account_login")
    try:
        services.donate(resident=request.user, cause_id=cause_id, points=points, request_key=key)
    except Refused as refused:
        return _cause(request, cause_id, form, refusal=refused.message, status=refused.status)
    messages.success(request, thanks(points))
    return redirect("carbon_points:cause", cause_id)


@require_safe
@login_required
@never_cache
def gifts(request: ResidentRequest) -> HttpResponse:
    """What I gave."""
    page = page_of(donations_of(request.user), request)
    return render(request, "carbon_points/gifts.html", {"tab": "me", "page": page})


def _cause(
    request: PageRequest, cause_id: int, form: GiveForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    chosen = form.data.get("choice") or str(GIFTS[0])
    context: dict[str, Any] = {
        "tab": "me",
        "cause": cause_named(cause_id),
        "form": form,
        "refusal": refusal or (form.fault() if form.errors else ""),
        "purse": purse_of(request.user) if isinstance(request.user, User) else None,
        "choices": [{"value": gift, "checked": str(gift) == chosen} for gift in GIFTS],
        "request_key": form.data.get("request_key") or uuid4(),
    }
    return render(request, "carbon_points/cause.html", context, status=status)
