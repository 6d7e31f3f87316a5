"""合作方数据: what partners may report about me, word for word, and how to end it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Consent
from carbon_points.forms.partners import LinkForm
from carbon_points.selectors.partners import scope_row, scope_rows
from carbon_points.services.partner_links import end_link, link_number
from carbon_points.views.requests import ResidentRequest
from core.refusals import Refused

WEB = Consent.Channel.WEB


@require_safe
@never_cache
@login_required
def partners(request: ResidentRequest) -> HttpResponse:
    """Every scope that is open, and those that I have agreed to."""
    return render(request, "carbon_points/partners.html", {"tab": "me", "rows": scope_rows(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def partner(request: ResidentRequest, scope_id: int) -> HttpResponse:
    """The words of one scope; the POST agrees to them under a number."""
    row = scope_row(request.user, scope_id)
    label = row.scope.subject_label
    form = LinkForm(
        request.POST if request.method == "POST" else None,
        subject_label=label,
        initial={"terms": row.terms.sha256},
    )
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            link_number(
                user=request.user,
                scope_id=scope_id,
                number=form.cleaned_data["number"],
                terms_sha256=form.cleaned_data["terms"],
                channel=WEB,
            )
            messages.success(request, f"已授权，{row.scope.partner.name}送来的记录会自动记上。")
            return redirect("carbon_points:partners")
        except Refused as refused:
            form.add_error(None, refused.message)
            status = refused.status
    context = {"tab": "me", "row": row, "form": form}
    return render(request, "carbon_points/partner.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def end_partner(request: ResidentRequest, scope_id: int) -> HttpResponse:
    """Ask; a POST takes the agreement back."""
    if request.method == "POST":
        end_link(user=request.user, scope_id=scope_id, channel=WEB)
        messages.success(request, "已停止，之后送来的记录一律不收；以前的记录保留。")
        return redirect("carbon_points:partners")
    row = scope_row(request.user, scope_id)
    context = {
        "tab": "me",
        "title": f"要停止“{row.scope.name}”吗？",
        "text": f"停止后，{row.scope.partner.name}送来的记录一律不收；以前的记录和积分都保留，可以再授权。",
        "label": "停止授权",
        "back_label": "先不停止",
        "back_url": reverse("carbon_points:partners"),
    }
    return render(request, "confirm.html", context)
