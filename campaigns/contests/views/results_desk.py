"""Results and objections, for whoever runs a contest; results also for the chair."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import ResidentRequest
from campaigns.contests.forms.objections import DecisionForm
from campaigns.contests.refusals.results import NoSuchObjection
from campaigns.contests.selectors.calendar import phase_of
from campaigns.contests.selectors.people import contest_run_by, runs
from campaigns.contests.selectors.results import (
    contest_overseen_by,
    objections_for_desk,
    overview_of,
    results_for_desk,
)
from campaigns.contests.services.objections import DECIDABLE, decide, is_close
from campaigns.contests.services.results_file import results_xlsx
from core.pagination import page_of
from core.refusals import Refused
from core.spreadsheets import attachment

ROWS = 50


@require_safe
@login_required
@never_cache
def results(request: ResidentRequest, contest_id: int) -> HttpResponse:
    """Everything that was judged, what is missing first."""
    contest = contest_overseen_by(request.user, contest_id)
    context = {
        "tab": "me",
        "contest": contest,
        "runs": runs(request.user).filter(pk=contest.pk).exists(),
        "overview": overview_of(contest),
        "page": page_of(results_for_desk(contest), request, size=ROWS),
    }
    return render(request, "contests/results/desk.html", context)


@require_safe
@login_required
@never_cache
def results_file(request: ResidentRequest, contest_id: int) -> HttpResponse:
    """The same as a spreadsheet."""
    contest = contest_overseen_by(request.user, contest_id)
    return attachment(results_xlsx(contest), f"contest-{contest.pk}-results.xlsx")


@require_safe
@login_required
@never_cache
def objections(request: ResidentRequest, contest_id: int) -> HttpResponse:
    """Open ones first."""
    contest = contest_run_by(request.user, contest_id)
    page = page_of(objections_for_desk(contest), request)
    context = {"tab": "me", "contest": contest, "page": page}
    return render(request, "contests/results/objections.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def objection(request: ResidentRequest, contest_id: int, objection_id: int) -> HttpResponse:
    """One of them; the POST decides it for good."""
    contest = contest_run_by(request.user, contest_id)
    row = objections_for_desk(contest).filter(pk=objection_id).first()
    if row is None:
        raise NoSuchObjection("没有这条异议。")
    form = DecisionForm(contest, request.POST if request.method == "POST" else None)
    refusal, status = "", 422 if form.is_bound else 200
    if form.is_valid():
        try:
            decide(
                user=request.user,
                contest_id=contest.pk,
                objection_id=row.pk,
                decision=form.decision(),
            )
            messages.success(request, "已经答复：提出人和申报人收到了消息，答复公布在公示页上。")
            return redirect("contests:desk-objections", contest.pk)
        except Refused as refused:
            refusal, status = refused.message, refused.status
    context = {
        "tab": "me",
        "contest": contest,
        "row": row,
        "form": form,
        "refusal": refusal,
        "is_close": is_close(request.user, row),
        "is_time": phase_of(contest) in DECIDABLE,
    }
    return render(request, "contests/results/objection.html", context, status=status)
