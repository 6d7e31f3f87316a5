"""The chair: progress, spread, outliers by labels alone; reminding, opening again, the log."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import ResidentRequest
from campaigns.contests.forms.judging import BecauseForm
from campaigns.contests.models import PanelMember
from campaigns.contests.selectors.chair import chair_view, judging_events, locked_sheet
from campaigns.contests.selectors.people import member_of
from campaigns.contests.services.chairing import remind as remind_jurors
from campaigns.contests.services.locking import reopen as reopen_sheet
from core.pagination import page_of
from core.refusals import Refused

CHAIR = PanelMember.Role.CHAIR


@require_safe
@login_required
@never_cache
def chair(request: ResidentRequest, contest_id: int) -> HttpResponse:
    """Everything of one panel."""
    contest = member_of(request.user, contest_id, CHAIR).contest
    view = chair_view(contest)
    context = {"tab": "me", "contest": contest, "view": view, "page": page_of(view.entries, request, size=50)}
    return render(request, "contests/jury/chair.html", context)


@require_safe
@login_required
@never_cache
def log(request: ResidentRequest, contest_id: int) -> HttpResponse:
    """What was done in judging, the latest first."""
    contest = member_of(request.user, contest_id, CHAIR).contest
    context = {"tab": "me", "contest": contest, "page": page_of(judging_events(contest), request, size=50)}
    return render(request, "contests/jury/log.html", context)


@require_POST
@login_required
@never_cache
def remind(request: ResidentRequest, contest_id: int) -> HttpResponse:
    """Write to those who are not done."""
    try:
        told = remind_jurors(by=request.user, contest_id=contest_id)
        words = f"提醒了 {told} 位评委。" if told else "今天已经提醒过了，或者大家都锁定了。"
        messages.success(request, words)
    except Refused as refused:
        if refused.status == 404:
            raise
        messages.error(request, refused.message)
    return redirect("contests:jury-chair", contest_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def reopen(request: ResidentRequest, contest_id: int, sheet_id: int) -> HttpResponse:
    """Let a juror correct what is locked."""
    contest = member_of(request.user, contest_id, CHAIR).contest
    sheet = locked_sheet(contest, sheet_id)
    form, refusal, status = BecauseForm(request.POST or None), "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                because = form.cleaned_data["because"]
                reopen_sheet(by=request.user, contest_id=contest_id, sheet_id=sheet_id, because=because)
                messages.success(request, "已经重新打开，并告诉了这位评委。")
                return redirect("contests:jury-chair", contest_id)
            except Refused as refused:
                refusal, status = refused.message, refused.status
    context = {
        "tab": "me",
        "title": f"重新打开 {sheet.member.user.display_name} 对 {sheet.entry.label} 的评分",
        "text": "原来的分和您写的原因都记在日志里，评委会收到消息，改好要再锁定。",
        "label": "重新打开",
        "back_url": reverse("contests:jury-chair", args=[contest_id]),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "contests/jury/reason.html", context, status=status)
