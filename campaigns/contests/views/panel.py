"""Whoever runs a contest seats its panel; jurors say in advance whom they cannot judge."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import ResidentRequest
from campaigns.contests.forms.judging import ConflictForm, SeatForm
from campaigns.contests.models import PanelMember
from campaigns.contests.refusals.contests import NoSuchContest
from campaigns.contests.selectors.people import contest_run_by, member_of
from campaigns.contests.selectors.rounds import conflicts_said, panel_rows
from campaigns.contests.services import panel as services
from core.refusals import Refused

ASKS = ["GET", "HEAD", "POST"]


@require_http_methods(ASKS)
@login_required
@never_cache
def panel(request: ResidentRequest, contest_id: int) -> HttpResponse:
    """Who sits on it, and a form that seats one more."""
    contest = contest_run_by(request.user, contest_id)
    form, refusal, status = SeatForm(request.POST or None), "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                seat = services.add_member(by=request.user, contest_id=contest_id, **form.cleaned_data)
                messages.success(request, f"已邀请{seat.get_role_display()}，对方会收到消息。")
                return redirect("contests:desk-panel", contest_id)
            except Refused as refused:
                refusal, status = refused.message, refused.status
    context = {
        "tab": "me",
        "contest": contest,
        "form": form,
        "refusal": refusal,
        "members": list(panel_rows(contest)),
    }
    return render(request, "contests/panel/panel.html", context, status=status)


@require_http_methods(ASKS)
@login_required
@never_cache
def end(request: ResidentRequest, contest_id: int, member_id: int) -> HttpResponse:
    """Ask; a POST ends a seat."""
    contest = contest_run_by(request.user, contest_id)
    back = reverse("contests:desk-panel", args=[contest_id])
    member = panel_rows(contest).filter(pk=member_id).first()
    if member is None:
        raise NoSuchContest("评审组里没有这个人。")
    if request.method == "POST":
        try:
            services.end_member(by=request.user, contest_id=contest_id, member_id=member_id)
            messages.success(request, "已请这位离开评审组；没锁定的件抽给了别的评委。")
        except Refused as refused:
            messages.error(request, refused.message)
        return redirect(back)
    context = {
        "tab": "me",
        "title": f"请{member.user.display_name}离开评审组？",
        "text": "已经锁定的分留着；没有锁定的件会抽给别的评委。",
        "label": "离开评审组",
        "back_url": back,
    }
    return render(request, "confirm.html", context)


@require_http_methods(ASKS)
@login_required
@never_cache
def conflicts(request: ResidentRequest, contest_id: int) -> HttpResponse:
    """What I cannot judge, said before the draw."""
    member = member_of(request.user, contest_id, PanelMember.Role.JUROR)
    form, refusal, status = ConflictForm(request.POST or None, contest=member.contest), "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.say_conflict(
                    user=request.user,
                    contest_id=contest_id,
                    organisation_id=form.cleaned_data["organisation"].pk,
                    because=form.cleaned_data["because"],
                )
                messages.success(request, "记下了，抽签时不会把这个单位分给您。")
                return redirect("contests:jury-conflicts", contest_id)
            except Refused as refused:
                refusal, status = refused.message, refused.status
    context = {
        "tab": "me",
        "contest": member.contest,
        "form": form,
        "refusal": refusal,
        "said": conflicts_said(member),
    }
    return render(request, "contests/jury/conflicts.html", context, status=status)


@require_POST
@login_required
@never_cache
def conflict_back(request: ResidentRequest, contest_id: int, conflict_id: int) -> HttpResponse:
    """Take one back."""
    try:
        services.take_back_conflict(user=request.user, contest_id=contest_id, conflict_id=conflict_id)
        messages.success(request, "收回了。")
    except Refused as refused:
        if refused.status == 404:
            raise
        messages.error(request, refused.message)
    return redirect("contests:jury-conflicts", contest_id)
