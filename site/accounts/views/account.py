"""Pages of the account: sign-in, what comes after it, 我的, the privacy notice."""

from typing import Any, cast

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import me as me_page
from accounts import pending, sms
from accounts.forms import CodeAndConsentForm, PhoneForm, ProfileForm
from accounts.models import Consent, User
from accounts.phone_sign_in import PhoneSignIn
from accounts.refusals import NicknameUnfit, SentJustNow
from accounts.services.profile import update_profile
from accounts.texts import privacy_notice
from core.context import in_care_mode
from core.refusals import Refused
from core.views import safe_next


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Ask for the phone number and send a code; the same form signs up and in."""
    next_url = safe_next(request, "")
    if request.user.is_authenticated:
        return redirect(next_url or settings.LOGIN_REDIRECT_URL)
    form = PhoneForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _begin(request, form.cleaned_data["phone"], next_url)
                return redirect("account_confirm_login_code")
            except Refused as refused:
                form.add_error(None, refused.message)
                status = refused.status
    context = {
        "form": form,
        "next_url": next_url,
        "redirect_field_name": "next",
        "redirect_field_value": next_url,
        "pending_label": pending.label_of(request),
        "tab": "me",
    }
    return render(request, "account/request_login_code.html", context, status=status)


def _begin(request: HttpRequest, phone: str, next_url: str) -> None:
    """Start a sign-in; somebody who came back to correct nothing goes on with the code on its way."""
    try:
        PhoneSignIn.begin(request, phone=phone, next_url=next_url)
    except SentJustNow:
        earlier = PhoneSignIn.under_way(request)
        if earlier is None or earlier.phone != phone:
            raise


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_login_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code; one tap agrees to the privacy notice and signs in."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    process = PhoneSignIn.under_way(request)
    if process is None:
        messages.info(request, "请输入手机号，获取新的验证码。")
        return redirect("account_login")
    refused: Refused | None = None
    resend = request.POST.get("action") == "resend"
    form = CodeAndConsentForm(request.POST if request.method == "POST" and not resend else None)
    try:
        if request.method == "POST" and resend:
            process.send()
            return redirect("account_confirm_login_code")
        if form.is_valid():
            return process.finish(code=form.cleaned_data["code"], channel=Consent.Channel.WEB)
    except Refused as error:
        refused = error
    status = refused.status if refused else 422 if form.is_bound else 200
    return render(
        request,
        "account/confirm_login_code.html",
        _confirm_context(request, process, form, refused),
        status=status,
    )


def _confirm_context(
    request: HttpRequest, process: PhoneSignIn, form: CodeAndConsentForm, refused: Refused | None
) -> dict[str, Any]:
    waiting = pending.is_waiting(request)
    return {
        "form": form,
        "verify_form": form,
        "refusal": refused.message if refused else None,
        # Eleven digits, which the page masks.
        "phone": process.phone[-11:],
        "can_resend": process.resend_wait == 0,
        "resend_wait": process.resend_wait,
        "demo_code": sms.demo_code(process.phone),
        "pending_label": pending.label_of(request),
        "submit_label": "同意并记录" if waiting else "同意并登录",
        "privacy_version": privacy_notice().version,
        "tab": "me",
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def logout(request: HttpRequest) -> HttpResponse:
    """Ask; a POST ends the session, on the server too."""
    if request.method != "POST":
        return render(request, "account/logout.html", {"tab": "me"})
    get_adapter(request).logout(request)
    messages.info(request, "已退出登录。")
    return redirect(settings.LOGOUT_REDIRECT_URL)


@never_cache
@require_safe
@login_required
def after_login(request: HttpRequest) -> HttpResponse:
    """Carry out what the guest had begun, once, and go where its result is shown."""
    outcome = pending.carry_out(request, cast(User, request.user))
    if outcome is None:
        return redirect(safe_next(request, "/"))
    if outcome.message:
        say = messages.error if outcome.refused else messages.success
        say(request, outcome.message)
    return redirect(outcome.url)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """我的: who I am here, with nickname and township to choose; a guest is shown the way in."""
    if not isinstance(request.user, User):
        return redirect_to_login("/me/") if request.method == "POST" else _guest(request)
    user = request.user
    form = ProfileForm(
        request.POST if request.method == "POST" else None,
        initial={
            "nickname": user.nickname,
            "area": user.area and user.area.code,
            "age_band": user.age_band,
        },
    )
    if form.is_valid():
        try:
            update_profile(user=user, **form.cleaned_data)
            messages.success(request, "已保存。")
            return redirect("me")
        except NicknameUnfit as refused:
            form.add_error("nickname", refused.message)
    context = {
        "profile": user,
        "form": form,
        "tab": "me",
        **me_page.additions(user),
        **me_page.menu(user, care=in_care_mode(request)),
    }
    return render(request, "accounts/me.html", context, status=422 if form.is_bound else 200)


def _guest(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/me.html", {"tab": "me"})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """The privacy notice, with its version."""
    notice = privacy_notice()
    context = {
        "title": notice.title,
        "html": notice.html,
        "version": notice.version,
        "updated_on": notice.updated_on,
        "tab": "me",
    }
    return render(request, "accounts/privacy.html", context)
