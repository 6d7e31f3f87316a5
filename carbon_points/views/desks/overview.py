"""我的组织, the code that a resident shows, and what everybody sees of an organisation."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models.organisations import KEEPING_KINDS
from accounts.selectors.organisations import memberships_of, own_membership
from carbon_points.selectors.counters import public_counts, public_organisation
from carbon_points.selectors.desks import DESK_KINDS, desks_of, own_code
from carbon_points.services.own_codes import show_code
from carbon_points.views.requests import ResidentRequest
from core import clock
from core.pagination import page_of
from core.refusals import NotFound
from media.qr import qr_svg


@require_safe
@login_required
@never_cache
def desks(request: ResidentRequest) -> HttpResponse:
    """Organisations to which I belong."""
    page = page_of(memberships_of(request.user), request)
    return render(request, "carbon_points/desks/desks.html", {"tab": "me", "page": page})


@require_safe
@login_required
@never_cache
def desk(request: ResidentRequest, code: str) -> HttpResponse:
    """What I can do in one of them."""
    mine = own_membership(request.user, code)
    records = mine.organisation.is_verified and mine.organisation.kind in DESK_KINDS
    keeps = mine.organisation.kind in KEEPING_KINDS
    context = {"tab": "me", "desk": mine, "records": records, "keeps": keeps}
    return render(request, "carbon_points/desks/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def my_code(request: ResidentRequest) -> HttpResponse:
    """The six digits that I show to a helper; the POST makes them."""
    if request.method == "POST":
        show_code(resident=request.user)
        return redirect("carbon_points:own-code")
    shown = own_code(request.user, clock.now())
    address = f"{settings.SITE_URL}{reverse('carbon_points:found-code', args=[shown.code])}" if shown else ""
    context = {
        "tab": "me",
        "shown": shown,
        "code_svg": qr_svg(address, "我的码，给志愿者扫") if shown else "",
    }
    return render(request, "carbon_points/desks/my_code.html", context)


@require_safe
@login_required
@never_cache
def found_code(request: ResidentRequest, code: str) -> HttpResponse:
    """A helper has scanned somebody's code: in which organisation's name? Nothing is looked up yet."""
    mine = list(desks_of(request.user))
    if not mine or not (len(code) == 6 and code.isascii() and code.isdigit()):
        raise NotFound("这个码要由志愿者或社区工作人员来扫。")
    return render(request, "carbon_points/desks/found_code.html", {"tab": "me", "desks": mine, "code": code})


@require_safe
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    """What everybody sees: counts that another adult has agreed to."""
    shown = public_organisation(code)
    context = {"tab": "stats", "organisation": shown, "page": page_of(public_counts(shown), request)}
    return render(request, "carbon_points/desks/organisation.html", context)
