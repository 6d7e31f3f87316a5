"""The desk of a merchant or community: verify a voucher, and take a use back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.models import User
from carbon_points.forms.rewards import REASONS, ReasonForm
from carbon_points.refusals.rewards import AlreadyUsed
from carbon_points.selectors.merchant import desks_of, same_use, voucher_at_desk
from carbon_points.selectors.vouchers import can_take_back
from carbon_points.services import rewards as services
from carbon_points.services.rewards.desk import voucher_behind
from carbon_points.views.requests import ResidentRequest
from carbon_points.voucher_codes import code_of
from core import clock
from core.refusals import Refused


@require_safe
@login_required
@never_cache
def desk(request: ResidentRequest) -> HttpResponse:
    """The one desk that I work at; a choice when there are several."""
    desks = list(desks_of(request.user)[:50])
    if len(desks) == 1:
        return redirect("carbon_points:desk-today", desks[0].pk)
    return render(request, "carbon_points/merchant/desks.html", {"tab": "me", "desks": desks})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def verify(request: ResidentRequest) -> HttpResponse:
    """Type a code, or come with one from the QR code's address; then see what it is before using it."""
    sent = request.POST if request.method == "POST" else request.GET
    code = sent.get("code", "")[:300]
    if request.method != "POST" and not code:
        if not desks_of(request.user).exists():
            return redirect("carbon_points:desk")
        return _keypad(request, "")
    try:
        voucher = services.preview_voucher(member=request.user, code=code)
    except Refused as refused:
        return _keypad(request, code, refused)
    context = {"tab": "me", "voucher": voucher, "code": code_of(voucher)}
    return render(request, "carbon_points/merchant/preview.html", context)


@require_POST
@login_required
@never_cache
def use(request: ResidentRequest) -> HttpResponse:
    """Use a voucher. Sent again after a lost answer, the same form leads to the same success."""
    code, seen = request.POST.get("code", "")[:300], request.POST.get("uses", "")
    try:
        voucher_id = voucher_behind(member=request.user, code=code, now=clock.now())
        _use_once(request.user, voucher_id, int(seen) if seen.isdecimal() and len(seen) < 6 else -1)
    except Refused as refused:
        if request.htmx:
            raise
        return _keypad(request, code, refused)
    url = resolve_url("carbon_points:desk-use", voucher_id)
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def _use_once(member: User, voucher_id: int, uses: int) -> None:
    """Use it unless this very use, the one after `uses` earlier ones, has been done."""
    try:
        services.use_voucher(member=member, voucher_id=voucher_id, now=clock.now())
    except AlreadyUsed:
        if not same_use(voucher_at_desk(member, voucher_id), member, uses):
            raise


def _keypad(request: ResidentRequest, typed: str, refused: Refused | None = None) -> HttpResponse:
    context = {"tab": "me", "typed": typed, "refusal": refused and refused.message, "keys": "123456789"}
    status = refused.status if refused else 200
    return render(request, "carbon_points/merchant/verify.html", context, status=status)


@require_safe
@login_required
@never_cache
def used(request: ResidentRequest, voucher_id: int) -> HttpResponse:
    """The success, with its time; and the way back for five minutes."""
    return _used(request, voucher_id, ReasonForm())


@require_POST
@login_required
@never_cache
def take_back(request: ResidentRequest, voucher_id: int) -> HttpResponse:
    """Take a use back, with the reason."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _used(request, voucher_id, form, status=422)
    try:
        services.unverify(member=request.user, voucher_id=voucher_id, reason=form.cleaned_data["reason"])
    except Refused as refused:
        return _used(request, voucher_id, form, refusal=refused.message, status=refused.status)
    messages.success(request, "已撤销核销，顾客的兑换码可以继续使用。")
    return redirect("carbon_points:desk-use", voucher_id)


def _used(
    request: ResidentRequest, voucher_id: int, form: ReasonForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    voucher = voucher_at_desk(request.user, voucher_id)
    context = {
        "tab": "me",
        "voucher": voucher,
        "can_take_back": can_take_back(voucher),
        "reasons": REASONS,
        "form": form,
        "refusal": refusal,
    }
    return render(request, "carbon_points/merchant/used.html", context, status=status)
