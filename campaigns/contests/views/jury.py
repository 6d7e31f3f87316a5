"""Jurors: my rounds, one sheet blind, my marks in one table, locking, standing back."""

from collections.abc import Mapping
from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import ResidentRequest
from campaigns.contests.forms.judging import BecauseForm, marks_in, revision_in
from campaigns.contests.models import PanelMember
from campaigns.contests.selectors.judging import Sheet, sheet_behind, sheet_of
from campaigns.contests.selectors.people import member_of
from campaigns.contests.selectors.rounds import next_open, rounds_of, summary_of
from campaigns.contests.services import locking
from campaigns.contests.services.marking import save_marks
from core.refusals import Refused

JUROR = PanelMember.Role.JUROR
ASKS = ["GET", "HEAD", "POST"]


@require_safe
@login_required
@never_cache
def home(request: ResidentRequest) -> HttpResponse:
    """Where I sit, how far I am, until when."""
    context = {"tab": "me", "rounds": rounds_of(request.user)}
    return render(request, "contests/jury/home.html", context)


@require_safe
@login_required
@never_cache
def sheet(request: ResidentRequest, sheet_id: int) -> HttpResponse:
    """One entry: what it says on one side, the rubric on the other."""
    return _sheet(request, sheet_of(request.user, sheet_id))


@require_POST
@login_required
@never_cache
def save(request: ResidentRequest, sheet_id: int) -> HttpResponse:
    """Keep the whole sheet. A script asks for JSON; a plain form goes where its button says."""
    sent, by_script = request.POST, request.accepts("application/json") and not request.accepts("text/html")
    try:
        save_marks(
            user=request.user,
            sheet_id=sheet_id,
            revision=revision_in(sent),
            marks=marks_in(sent),
            words=sent.get("words", ""),
        )
    except Refused as refused:
        if by_script:
            return JsonResponse({"message": refused.message, "code": refused.code}, status=refused.status)
        page = _typed(sheet_of(request.user, sheet_id), sent)
        return _sheet(request, page, refusal=refused.message, status=refused.status)
    page = sheet_of(request.user, sheet_id)
    if by_script:
        return JsonResponse({"revision": page.assignment.revision, "given": page.given, "sum": page.sum})
    return _go_on(request, page)


@require_http_methods(ASKS)
@login_required
@never_cache
def lock(request: ResidentRequest, sheet_id: int) -> HttpResponse:
    """Show what is going to be locked; a POST locks it."""
    page, refusal, status = sheet_of(request.user, sheet_id), "", 200
    if request.method == "POST":
        try:
            locking.lock(user=request.user, sheet_id=sheet_id, revision=revision_in(request.POST))
            messages.success(request, f"{page.assignment.entry.label} 已锁定，谢谢您。")
            following = next_open(page.assignment.member)
            if following is not None:
                return redirect("contests:jury-sheet", following.pk)
            return redirect("contests:jury-summary", page.contest.pk)
        except Refused as refused:
            refusal, status = refused.message, refused.status
    context = {"tab": "me", "sheet": page, "refusal": refusal}
    return render(request, "contests/jury/lock.html", context, status=status)


@require_http_methods(ASKS)
@login_required
@never_cache
def recuse(request: ResidentRequest, sheet_id: int) -> HttpResponse:
    """Stand back from one entry, with a reason."""
    one = sheet_behind(request.user, sheet_id)
    form, refusal, status = BecauseForm(request.POST or None), "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                locking.recuse(user=request.user, sheet_id=sheet_id, because=form.cleaned_data["because"])
                messages.success(request, f"好的，{one.entry.label} 换给别的评委，您填的分不算。")
                return redirect("contests:jury")
            except Refused as refused:
                refusal, status = refused.message, refused.status
    context = {
        "title": f"回避 {one.entry.label}",
        "text": "认识申报的人、家人在那里，都请回避。这一件会抽给别的评委，您填的分不算，不能恢复。",
        "label": "回避这一件",
        "back_url": reverse("contests:jury-sheet", args=[sheet_id]),
        "form": form,
        "refusal": refusal,
        "tab": "me",
    }
    return render(request, "contests/jury/reason.html", context, status=status)


@require_safe
@login_required
@never_cache
def summary(request: ResidentRequest, contest_id: int) -> HttpResponse:
    """All my marks side by side, before they are locked."""
    member = member_of(request.user, contest_id, JUROR)
    keys, rows = summary_of(member)
    context = {
        "tab": "me",
        "contest": member.contest,
        "keys": keys,
        "rows": rows,
        "whole": sum(row.can_lock for row in rows),
    }
    return render(request, "contests/jury/summary.html", context)


@require_http_methods(ASKS)
@login_required
@never_cache
def lock_all(request: ResidentRequest, contest_id: int) -> HttpResponse:
    """Ask; a POST locks every sheet that is whole."""
    member = member_of(request.user, contest_id, JUROR)
    back = reverse("contests:jury-summary", args=[contest_id])
    if request.method == "POST":
        try:
            done = locking.lock_all(user=request.user, contest_id=contest_id)
            messages.success(request, f"锁定了 {done} 件，谢谢您。")
        except Refused as refused:
            messages.error(request, refused.message)
        return redirect(back)
    whole = sum(row.can_lock for row in summary_of(member)[1])
    context = {
        "tab": "me",
        "title": f"锁定评完的 {whole} 件？",
        "text": "锁定后不能再改；真的写错了，请告诉评审组长，由组长重新打开，并记在日志里。",
        "label": "确认锁定",
        "back_url": back,
    }
    return render(request, "confirm.html", context)


def _sheet(request: ResidentRequest, page: Sheet, *, refusal: str = "", status: int = 200) -> HttpResponse:
    context = {"tab": "me", "sheet": page, "refusal": refusal}
    return render(request, "contests/jury/sheet.html", context, status=status)


def _typed(page: Sheet, sent: Mapping[str, str]) -> Sheet:
    """The page with what was typed, so that nothing must be typed again."""
    sections = [(title, [replace(line, typed=sent) for line in lines]) for title, lines in page.sections]
    page.assignment.words = sent.get("words", "")
    return replace(page, sections=sections)


def _go_on(request: ResidentRequest, page: Sheet) -> HttpResponse:
    go, here = request.POST.get("go", ""), page.assignment.pk
    if go == "lock":
        return redirect("contests:jury-lock", here)
    if go == "next" and page.following is not None:
        return redirect("contests:jury-sheet", page.following.pk)
    if go == "next":
        return redirect("contests:jury-summary", page.contest.pk)
    messages.success(request, "已保存。")
    return redirect("contests:jury-sheet", here)
