"""Calling a contest off, with a reason that everybody reads."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import ResidentRequest
from campaigns.contests.selectors.people import contest_run_by
from campaigns.contests.services.publishing import cancel
from campaigns.forms_running import ReasonForm


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def call_off(request: ResidentRequest, contest_id: int) -> HttpResponse:
    """Asks why, then does it; until results are announced."""
    contest = contest_run_by(request.user, contest_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        cancel(by=request.user, contest_id=contest_id, reason=form.cleaned_data["reason"])
        messages.success(request, "评选已经取消，申报的人和评审组都收到了消息。")
        return redirect(contest.url or "/contests/")
    context = {
        "tab": "me",
        "title": "取消整个评选",
        "text": "原因会发给每一位申报人和评审组成员，也写在评选页面上，不能恢复。",
        "label": "取消评选",
        "back_url": contest.url or "/contests/",
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/running/reason.html", context, status=status)
