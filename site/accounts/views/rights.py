"""What a person has agreed to, and the end of the account."""

import json

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.exporting import data_about
from accounts.models import Consent
from accounts.people_forms import EraseForm
from accounts.requests import ResidentRequest
from accounts.selectors.consents import consents_standing
from accounts.selectors.family import people_kept_by
from accounts.services.consents import withdraw_consent
from accounts.services.erasure import erase_resident
from core import clock
from core.refusals import Refused

# These end by leaving the household, by removing the person, by erasing the account.
ENDED_ELSEWHERE = {
    Consent.Purpose.ACCOUNT: ("erase", "注销账号"),
    Consent.Purpose.KEPT_PERSON: ("family", "去移除"),
    Consent.Purpose.HOUSEHOLD: ("household", "去退出"),
}


@never_cache
@require_safe
@login_required
def consents(request: ResidentRequest) -> HttpResponse:
    """Everything I agreed to and have not taken back, each with a way to end it."""
    rows = [
        {"consent": consent, "elsewhere": ENDED_ELSEWHERE.get(Consent.Purpose(consent.purpose))}
        for consent in consents_standing(request.user)
    ]
    return render(request, "accounts/consents.html", {"tab": "me", "rows": rows})


@never_cache
@require_POST
@login_required
def withdraw(request: ResidentRequest) -> HttpResponse:
    """Take one consent back."""
    purpose, detail = request.POST.get("purpose", ""), request.POST.get("detail", "")
    if purpose not in Consent.Purpose.values or purpose in ENDED_ELSEWHERE:
        raise Refused("没有找到这一项，请刷新页面后重试。", status=404)
    withdrawn = withdraw_consent(
        user=request.user, purpose=purpose, detail=detail[:80], channel=Consent.Channel.WEB
    )
    messages.success(request, "已撤回，马上生效。" if withdrawn else "这一项已经撤回过了。")
    return redirect("consents")


@never_cache
@require_safe
@login_required
def my_data(request: ResidentRequest) -> HttpResponse:
    """What is kept about me and whom I keep, as a file."""
    found = data_about(request.user, clock.now())
    response = HttpResponse(json.dumps(found, ensure_ascii=False, indent=2), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def erase(request: ResidentRequest) -> HttpResponse:
    """Say what goes and what stays; a POST with the typed word erases the account."""
    form = EraseForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            erase_resident(user=request.user, by=request.user, now=clock.now())
            logout(request)
            messages.success(request, "账号已注销。您仍然可以不登录浏览全部内容。")
            return redirect("/")
        except Refused as refused:
            form.add_error(None, refused.message)
            status = refused.status
    context = {"tab": "me", "form": form, "people": people_kept_by(request.user)}
    return render(request, "accounts/erase.html", context, status=status)
