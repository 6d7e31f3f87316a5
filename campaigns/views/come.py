"""People enter themselves: what a scan of the hall's screen leads to, one tap, and what it was worth."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import pending
from accounts.models import User
from accounts.requests import PageRequest, ResidentRequest
from campaigns.forms_door import ArriveForm
from campaigns.pending_door import PENDING_ARRIVAL
from campaigns.selectors.arrivals import door_page, own_check_ins
from campaigns.selectors.attendance import door_code, session_with_campaign
from campaigns.services.arrivals import arrive
from carbon_points.views.answers import to_sign_in
from core import clock
from core.refusals import Refused
from media.qr import qr_svg


@require_safe
@never_cache
def scanned(request: PageRequest, session_id: int, token: str) -> HttpResponse:
    """Say where one is; a fresh code gives a button."""
    page = door_page(request.user, session_id, token, clock.now())
    if page.is_there and not page.family:
        return redirect("campaigns:come", session_id)
    context = {"tab": "campaigns", "door": page}
    return render(request, "campaigns/check_in/door.html", context, status=409 if page.refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def come(request: PageRequest, session_id: int) -> HttpResponse:
    """The POST enters; the page says what it was worth."""
    if request.method == "POST":
        return _arrive(request, session_id)
    return _came(cast(ResidentRequest, request), session_id)


def _arrive(request: PageRequest, session_id: int) -> HttpResponse:
    form = ArriveForm(request.POST)
    if not form.is_valid():
        raise Refused("页面内容不完整，请重新扫屏幕上的码。", code="invalid", status=422)
    ticket = form.cleaned_data["ticket"]
    if not isinstance(request.user, User):
        label = f"签到：{session_with_campaign(session_id).campaign.title}"
        pending.keep(request, PENDING_ARRIVAL, {"session": session_id, "ticket": ticket}, label=label)
        return to_sign_in(request)
    family = form.cleaned_data["family"]
    arrive(resident=request.user, session_id=session_id, ticket=ticket, family=family)
    return redirect("campaigns:come", session_id)


@login_required
def _came(request: ResidentRequest, session_id: int) -> HttpResponse:
    rows = own_check_ins(request.user, session_id)
    context = {"tab": "campaigns", "rows": rows, "session": rows[0].session}
    return render(request, "campaigns/check_in/came.html", context)


@require_safe
@login_required
@never_cache
def own_code(request: ResidentRequest, registration_id: int) -> HttpResponse:
    """The code that I show to staff. htmx asks for the code alone; ?plain=1 reloads without scripts."""
    code = door_code(request.user, registration_id, clock.now())
    label = f"{code.registration.session.campaign.title}的签到码"
    plain = request.GET.get("plain") == "1"
    context = {
        "tab": "campaigns",
        "code": code,
        "session": code.registration.session,
        "plain": plain,
        "code_svg": "" if code.refusal or code.came else qr_svg(code.address, label),
    }
    template = "partials/own_code" if request.htmx else "own_code"
    response = render(request, f"campaigns/check_in/{template}.html", context)
    if plain:
        # A header, because old browsers know it and it needs no script.
        response["Refresh"] = "10"
    return response
