"""Registering for a session: one short form, one button."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import pending
from accounts.models import User
from accounts.requests import PageRequest
from accounts.texts import campaign_notice
from campaigns.forms import ANSWER, SignUpForm
from campaigns.pending import REGISTER, said, sign_up
from campaigns.rules.registration import NO_SHOW_RULE
from campaigns.rules.words import quoted
from campaigns.selectors.doors import questions_of
from campaigns.selectors.registrations import session_page
from carbon_points.selectors import people_to_record_for
from core.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sign_up_page(request: PageRequest, session_id: int) -> HttpResponse:
    """The form; the POST registers, once for each key."""
    user = request.user if isinstance(request.user, User) else None
    if request.method != "POST":
        return _form(request, session_id, SignUpForm())
    form = SignUpForm(request.POST)
    if not form.is_valid():
        return _form(request, session_id, form, refusal=form.fault(), status=422)
    wishes, key = form.wishes(), form.cleaned_data["request_key"]
    if user is None:
        page = session_page(session_id, None)
        if page.refusal:
            return _form(request, session_id, form, refusal=page.refusal, status=409)
        label = f"报名{quoted(page.session.campaign.title)}"
        pending.keep(
            request, REGISTER, {"session": session_id, "wishes": wishes}, label=label, request_key=key
        )
        return redirect("account_login")
    try:
        row = sign_up(user, session_id=session_id, wishes=wishes, request_key=key)
    except Refused as refused:
        return _form(request, session_id, form, refusal=refused.message, status=refused.status)
    messages.success(request, said(row))
    return redirect("campaigns:mine", row.pk)


@require_safe
def notice(request: PageRequest) -> HttpResponse:
    """What somebody agrees to who registers."""
    return render(request, "campaigns/notice.html", {"tab": "campaigns", "notice": campaign_notice()})


def _form(
    request: PageRequest, session_id: int, form: SignUpForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    page = session_page(session_id, user)
    typed = form.data
    chosen = str(typed.get("places") or 1)
    questions = [
        {
            "name": f"{ANSWER}{asked.key}",
            "text": asked.text,
            "is_required": asked.is_required,
            "value": typed.get(f"{ANSWER}{asked.key}", ""),
            "items": [
                {"value": line, "label": line, "checked": typed.get(f"{ANSWER}{asked.key}") == line}
                for line in asked.choices
            ],
        }
        for asked in questions_of(page.session.campaign)
    ]
    context = {
        "tab": "campaigns",
        "page": page,
        "session": page.session,
        "campaign": page.session.campaign,
        "guest": user is None,
        "people": people_to_record_for(user, picked=typed.get("for_person", "")),
        "name": typed.get("name", user.nickname if user else ""),
        "sms": bool(typed.get("wants_sms")),
        "places": [
            {"value": number, "label": f"{number} 人", "checked": str(number) == chosen}
            for number in page.places
        ],
        "questions": questions,
        "refusal": refusal,
        "no_show_rule": NO_SHOW_RULE,
        "request_key": typed.get("request_key") or uuid4(),
    }
    return render(request, "campaigns/sign_up.html", context, status=status)
