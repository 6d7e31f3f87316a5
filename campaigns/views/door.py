"""The organiser's desk at the door: the screen, the scanner, what the camera of a phone leads to."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import ResidentRequest
from campaigns.forms_door import CodeForm
from campaigns.models import Session
from campaigns.selectors.arrivals import name_at_the_door, name_of
from campaigns.selectors.attendance import door_screen, people_there, session_to_run
from campaigns.services.attendance import Attendance
from campaigns.services.scans import Scan, seen_registration, take_scan, take_seen
from core import clock
from core.refusals import Refused
from media.qr import qr_svg


@require_safe
@login_required
@never_cache
def screen(request: ResidentRequest, campaign_id: int, session_id: int) -> HttpResponse:
    """The code that changes, for the hall. htmx asks for the code alone; ?plain=1 reloads without scripts."""
    shown = door_screen(session_to_run(request.user, session_id, campaign_id), clock.now())
    plain = request.GET.get("plain") == "1"
    label = f"签到：{shown.session.campaign.title}"
    context = {
        "screen": shown,
        "session": shown.session,
        "plain": plain,
        "code_svg": "" if shown.refusal else qr_svg(shown.address, label),
    }
    template = "partials/screen_now" if request.htmx else "screen"
    response = render(request, f"campaigns/check_in/{template}.html", context)
    if plain:
        # A header, because old browsers know it and it needs no script.
        response["Refresh"] = "10"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def scan(request: ResidentRequest, campaign_id: int, session_id: int) -> HttpResponse:
    """The scanner; without scripts the codes that people say are typed and sent one by one."""
    session = session_to_run(request.user, session_id, campaign_id)
    form = CodeForm(request.POST if request.method == "POST" else None)
    status, came = 422 if form.is_bound else 200, None
    if form.is_valid():
        try:
            came, status = _typed(request, session, form), 200
        except Refused as refused:
            form.add_error("code", refused.message)
            status = refused.status
    context = {
        "tab": "me",
        "session": session,
        "campaign": session.campaign,
        "people": people_there(session),
        "form": form if form.errors else CodeForm(initial={"request_key": uuid4()}),
        "came": came,
        "name": name_at_the_door(came.check_in) if came else "",
    }
    return render(request, "campaigns/check_in/scan.html", context, status=status)


@require_safe
@login_required
@never_cache
def state(request: ResidentRequest, campaign_id: int, session_id: int) -> JsonResponse:
    """The clock by which a scanner sets its own, and how many people came."""
    session = session_to_run(request.user, session_id, campaign_id)
    return JsonResponse({"now": int(clock.now().timestamp() * 1000), "people": people_there(session)})


@require_safe
@login_required
@never_cache
def worker(request: ResidentRequest, campaign_id: int, session_id: int) -> HttpResponse:
    """The script that keeps the scanner's page for a hall without a network, and nothing else."""
    session_to_run(request.user, session_id, campaign_id)
    return render(request, "campaigns/check_in/worker.js", content_type="text/javascript; charset=utf-8")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def ticket(request: ResidentRequest, registration_id: int, token: str) -> HttpResponse:
    """Staff scanned somebody's code with the phone's own camera or WeChat: one tap enters them.

    Whoever opens their own code is shown it.
    """
    if request.method == "POST":
        seen = request.POST.get("ticket", "")
        came = take_seen(by=request.user, registration_id=registration_id, ticket=seen)
        messages.success(request, _words(came))
        return redirect("campaigns:door-scan", came.check_in.session.campaign_id, came.check_in.session_id)
    found = seen_registration(request.user, registration_id, token, clock.now())
    if found is None:
        return redirect("campaigns:own-code", registration_id)
    row, fresh = found
    context = {"tab": "me", "row": row, "name": name_of(row), "session": row.session, "ticket": fresh}
    return render(request, "campaigns/check_in/ticket.html", context, status=200 if fresh else 409)


def _typed(request: ResidentRequest, session: Session, form: CodeForm) -> Attendance:
    now = clock.now()
    scan = Scan(nonce=form.key, code=form.cleaned_data["code"], seen_at=now)
    return take_scan(by=request.user, session_id=session.pk, scan=scan, now=now)


def _words(came: Attendance) -> str:
    name = name_at_the_door(came.check_in)
    if came.is_new or came.is_same:
        return f"{name}签到好了。"
    return f"{name}之前已经签到，没有重复登记。"
