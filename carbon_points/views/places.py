"""Places with a code: what a scan leads to, and the screen that shows a code."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import pending
from accounts.models import User
from carbon_points.forms.records import PlaceLogForm
from carbon_points.pending.records import PENDING_PLACE, label_of
from carbon_points.selectors.places import place_page, screen_page
from carbon_points.services.places import log_at_place
from carbon_points.views.answers import added, to_sign_in
from carbon_points.views.requests import PageRequest
from core import clock
from core.refusals import Refused
from media.qr import qr_svg


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def place(request: PageRequest, code: str) -> HttpResponse:
    """Say where one is and what it is worth; the POST records it."""
    if request.method == "POST":
        return _log(request, code)
    page = place_page(code, token=request.GET.get("t", ""), now=clock.now())
    context = {"tab": "log", "place": page}
    return render(request, "carbon_points/places/place.html", context, status=409 if page.refusal else 200)


def _log(request: PageRequest, code: str) -> HttpResponse:
    form = PlaceLogForm(request.POST)
    if not form.is_valid():
        raise Refused("页面内容不完整，请重新扫码。", code="invalid", status=422)
    ticket, key = form.cleaned_data["ticket"], form.cleaned_data["request_key"]
    if not isinstance(request.user, User):
        page = place_page(code, token=None, now=clock.now())
        label = f"{page.name}：{label_of(page.action, page.quantity)}"
        payload = {"place": page.code, "ticket": ticket}
        pending.keep(request, PENDING_PLACE, payload, label=label, request_key=key)
        return to_sign_in(request)
    log = log_at_place(resident=request.user, place_code=code, ticket=ticket, request_key=key)
    return added(request, request.user, log)


@require_safe
@never_cache
def screen(request: PageRequest, code: str, signature: str) -> HttpResponse:
    """The code that changes, for a screen. htmx asks for the code alone; ?plain=1 reloads without scripts."""
    page = screen_page(code, signature=signature, now=clock.now())
    template = "components/screen_code" if request.htmx else "carbon_points/places/screen"
    plain = request.GET.get("plain") == "1"
    label = f"扫码记录：{page.name}，{page.action.name}"
    context = {
        "place": page,
        "screen": page,
        "plain": plain,
        "code_svg": "" if page.refusal else qr_svg(page.address, label),
    }
    response = render(request, f"{template}.html", context)
    if plain:
        # A header, because old browsers know it and it needs no script.
        response["Refresh"] = "10"
    return response
