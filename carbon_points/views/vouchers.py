"""My vouchers: the list, one to show at the desk, whether it was used, giving it back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from carbon_points.rules.voucher_codes import shown
from carbon_points.selectors.rewards import voucher_of
from carbon_points.selectors.vouchers import VoucherRow, my_vouchers, voucher_row, voucher_rows
from carbon_points.services import rewards as services
from carbon_points.views.requests import ResidentRequest
from carbon_points.voucher_codes import code_of, qr_text
from core.pagination import page_of
from core.refusals import Refused
from media.qr import qr_svg


@require_safe
@login_required
@never_cache
def vouchers(request: ResidentRequest) -> HttpResponse:
    """All my vouchers, those that wait first."""
    page = page_of(my_vouchers(request.user), request)
    context = {"tab": "me", "page": page, "rows": voucher_rows(page)}
    return render(request, "carbon_points/vouchers.html", context)


@require_safe
@login_required
@never_cache
def voucher(request: ResidentRequest, voucher_id: int) -> HttpResponse:
    """One voucher, to be held out at the desk."""
    row = voucher_row(voucher_of(request.user, voucher_id))
    return render(request, "carbon_points/voucher.html", _context(row))


@require_safe
@login_required
@never_cache
def voucher_state(request: ResidentRequest, voucher_id: int) -> HttpResponse:
    """Asked every three seconds while the voucher is on the screen: nothing until it is used or over."""
    row = voucher_row(voucher_of(request.user, voucher_id))
    if row.ready:
        return HttpResponse(status=204)
    return render(request, "carbon_points/partials/voucher_card.html", _context(row))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def cancel_voucher(request: ResidentRequest, voucher_id: int) -> HttpResponse:
    """Ask; a POST gives the voucher back and its points return."""
    found = voucher_of(request.user, voucher_id)
    if request.method == "POST":
        try:
            services.cancel_voucher(resident=found.resident, voucher_id=voucher_id)
            messages.success(request, f"已退回，{found.price}分回到了您的账户。")
        except Refused as refused:
            messages.error(request, refused.message)
        return redirect("carbon_points:voucher", voucher_id)
    if not voucher_row(found).ready:
        return redirect("carbon_points:voucher", voucher_id)
    context = {
        "tab": "me",
        "title": "要退回这张兑换码吗？",
        "text": f"退回“{found.reward.name}”后，兑换码马上失效，{found.price}分原路返还，以后可以再兑换。",
        "label": "退回",
        "back_label": "先不退",
        "back_url": reverse("carbon_points:voucher", args=[voucher_id]),
    }
    return render(request, "confirm.html", context)


def _context(row: VoucherRow) -> dict[str, Any]:
    """The code is computed for whoever may use it, and only while the desk would take it."""
    context: dict[str, Any] = {"row": row, "voucher": row.voucher, "tab": "me"}
    if row.ready:
        code = code_of(row.voucher)
        context["code"] = shown(code)
        context["spoken"] = " ".join(code)
        context["qr"] = qr_svg(qr_text(row.voucher), "兑换二维码，给兑换点的工作人员扫")
    return context
