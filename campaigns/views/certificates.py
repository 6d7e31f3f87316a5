"""Certificates: choosing the name, keeping and printing it, and checking one of anybody's."""

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import PageRequest, ResidentRequest
from campaigns.forms import CertificateForm
from campaigns.other_codes import address_of_code
from campaigns.rules.certificates import code_typed
from campaigns.selectors import certificates as selectors
from campaigns.services.certificates import issue_certificate
from campaigns.services.code_tries import check_tries, count_wrong_code
from core.pagination import page_of
from core.refusals import Refused
from media.certificates import draw_certificate


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def ask(request: ResidentRequest, check_in_id: int) -> HttpResponse:
    """Which name stands on it; the POST makes it, once."""
    row = selectors.my_check_in(request.user, check_in_id)
    made = getattr(row, "certificate", None)
    if made is not None:
        return redirect("campaigns:my-certificate", made.pk)
    nickname = row.resident.nickname if row.resident else ""
    form, refusal, status = CertificateForm(initial={"name": nickname}), "", 200
    if request.method == "POST":
        form = CertificateForm(request.POST)
        form.is_valid()
        try:
            made = issue_certificate(check_in=row, name=form.cleaned_data.get("name", ""))
            return redirect("campaigns:my-certificate", made.pk)
        except Refused as refused:
            refusal, status = refused.message, refused.status
    context = {"tab": "me", "row": row, "form": form, "refusal": refusal}
    return render(request, "campaigns/certificate_name.html", context, status=status)


@require_safe
@login_required
@never_cache
def mine(request: ResidentRequest) -> HttpResponse:
    """All of mine."""
    page = page_of(selectors.my_certificates(request.user), request)
    return render(request, "campaigns/my_certificates.html", {"tab": "me", "page": page})


@require_safe
@login_required
@never_cache
def one(request: ResidentRequest, certificate_id: int) -> HttpResponse:
    """One of them: to keep, to print, to have checked."""
    row = selectors.my_certificate(request.user, certificate_id)
    context = {
        "tab": "me",
        "row": row,
        "session": row.check_in.session,
        "paper": selectors.paper_of(row),
        "is_valid": selectors.is_valid(row),
        "missing": selectors.missing_letters(row.name),
    }
    return render(request, "campaigns/certificate.html", context)


@require_safe
@login_required
@never_cache
def picture(request: ResidentRequest, certificate_id: int) -> HttpResponse:
    """It as PNG; one that is void is no picture any more."""
    row = selectors.my_certificate(request.user, certificate_id)
    if not selectors.is_valid(row):
        raise Refused("这张证明已经作废。", code="revoked", status=404)
    return HttpResponse(draw_certificate(selectors.paper_of(row)), content_type="image/png")


@require_safe
@login_required
@never_cache
def print_page(request: ResidentRequest, certificate_id: int) -> HttpResponse:
    """Nothing but the paper, for a printer."""
    row = selectors.my_certificate(request.user, certificate_id)
    if not selectors.is_valid(row):
        return redirect("campaigns:my-certificate", certificate_id)
    context = {"tab": "me", "row": row, "paper": selectors.paper_of(row)}
    return render(request, "campaigns/certificate_print.html", context)


@require_safe
@never_cache
def check(request: PageRequest) -> HttpResponse:
    """A field for the number on a paper."""
    typed = request.GET.get("code", "")
    if code := code_typed(typed):
        return redirect("campaigns:certificate", code)
    if typed:
        return _answer(request, typed)
    return render(request, "campaigns/certificate_check.html", _checking())


@require_safe
@never_cache
def verify(request: PageRequest, code: str) -> HttpResponse:
    """What anybody learns of a number: valid, void, or not ours."""
    return _answer(request, code)


def _answer(request: PageRequest, typed: str) -> HttpResponse:
    network = get_adapter(request).get_client_ip(request)
    check_tries(network=network)
    found = selectors.verified(typed)
    if found is None:
        if elsewhere := address_of_code(code_typed(typed)):
            return redirect(elsewhere)
        count_wrong_code(network=network)
    context = _checking() | {"found": found, "typed": typed[:40], "is_answer": True}
    return render(request, "campaigns/certificate_check.html", context, status=200 if found else 404)


def _checking() -> dict[str, object]:
    return {"tab": "campaigns", "proves": selectors.PROVES}
