"""The list at the door: ticking who came, people without a phone, taking an entry back."""

from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import ResidentRequest
from campaigns.forms_door import DigitsForm, KeyForm, NamesForm, TakeBackForm
from campaigns.models import Session
from campaigns.selectors.arrivals import (
    check_in_of,
    expected,
    expected_one,
    kept_not_there,
    name_at_the_door,
    others_there,
)
from campaigns.selectors.attendance import people_there, session_to_run
from campaigns.services.attendance import take_back
from campaigns.services.door_list import MOST_AT_ONCE, Line, take_by_code, take_kept, take_names, tick
from core.pagination import page_of
from core.refusals import Refused

ROWS = 50


@require_safe
@login_required
@never_cache
def door_list(request: ResidentRequest, campaign_id: int, session_id: int) -> HttpResponse:
    """Who is expected and who is there; searched by name or number."""
    session = session_to_run(request.user, session_id, campaign_id)
    query = request.GET.get("q", "")[:40].strip()
    page = page_of(expected(session, query), request, size=ROWS)
    for row in page:
        row.tap_key = uuid4()
    context = _desk(session) | {
        "query": query,
        "page": page,
        "pager_query": f"{urlencode({'q': query})}&" if query else "",
        "people": people_there(session),
    }
    return render(request, "campaigns/check_in/list.html", context)


@require_POST
@login_required
@never_cache
def tick_row(
    request: ResidentRequest, campaign_id: int, session_id: int, registration_id: int
) -> HttpResponse:
    """Somebody of the list came."""
    session = session_to_run(request.user, session_id, campaign_id)
    key = _key_of(KeyForm(request.POST))
    came = tick(by=request.user, session_id=session.pk, registration_id=registration_id, nonce=key)
    if request.htmx:
        row = expected_one(session, registration_id)
        context = _desk(session) | {"row": row, "people": people_there(session), "is_answer": True}
        return render(request, "campaigns/check_in/partials/list_row.html", context)
    messages.success(request, f"{name_at_the_door(came.check_in)}签到好了。")
    return redirect("campaigns:door-list", campaign_id, session_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def others(request: ResidentRequest, campaign_id: int, session_id: int) -> HttpResponse:
    """People without a phone or a registration: by name, or of those whom the organisation looks after."""
    session = session_to_run(request.user, session_id, campaign_id)
    form = _names_form(request, session)
    lines: list[Line] = []
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            lines, status = _write(request, session, form), 200
        except Refused as refused:
            form.add_error("names", refused.message)
            status = refused.status
    context = _desk(session) | {
        "form": _names_form(request, session, fresh=True) if lines else form,
        "digits": DigitsForm(initial={"request_key": uuid4()}, auto_id="id_own_%s"),
        "lines": lines,
        "page": page_of(others_there(session), request),
    }
    return render(request, "campaigns/check_in/others.html", context, status=status)


@require_POST
@login_required
@never_cache
def by_digits(request: ResidentRequest, campaign_id: int, session_id: int) -> HttpResponse:
    """Somebody with an account who has not registered, let in by staff."""
    session = session_to_run(request.user, session_id, campaign_id)
    form = DigitsForm(request.POST)
    if "digits" in form.errors:
        raise Refused("请输入本人“出示我的码”里的六位数字。", code="invalid", status=422)
    key = _key_of(form)
    digits = form.cleaned_data["digits"]
    came = take_by_code(by=request.user, session_id=session.pk, digits=digits, nonce=key)
    messages.success(request, f"{name_at_the_door(came.check_in)}签到好了。")
    return redirect("campaigns:door-others", campaign_id, session_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def take_back_row(
    request: ResidentRequest, campaign_id: int, session_id: int, check_in_id: int
) -> HttpResponse:
    """Ask why; the POST takes the entry back."""
    session = session_to_run(request.user, session_id, campaign_id)
    row = check_in_of(session, check_in_id)
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        take_back(check_in=row, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, f"已撤回{name_at_the_door(row)}的签到。")
        return redirect("campaigns:door-list", campaign_id, session_id)
    context = _desk(session) | {"row": row, "name": name_at_the_door(row), "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/check_in/take_back.html", context, status=status)


def _desk(session: Session) -> dict[str, object]:
    return {"tab": "me", "session": session, "campaign": session.campaign}


def _key_of(form: KeyForm) -> UUID:
    if not form.is_valid():
        raise Refused("页面内容不完整，请刷新后重试。", code="invalid", status=422)
    return form.key


def _names_form(request: ResidentRequest, session: Session, *, fresh: bool = False) -> NamesForm:
    data = request.POST if request.method == "POST" and not fresh else None
    kept = list(kept_not_there(session)[:MOST_AT_ONCE])
    return NamesForm(data, by=request.user, kept=kept, initial={"request_key": uuid4()})


def _write(request: ResidentRequest, session: Session, form: NamesForm) -> list[Line]:
    lines: list[Line] = []
    if names := form.cleaned_data["names"]:
        lines += take_names(by=request.user, session_id=session.pk, names=names, request_key=form.key)
    if kept := form.cleaned_data.get("kept"):
        lines += take_kept(by=request.user, session_id=session.pk, people=kept, request_key=form.key)
    return lines
