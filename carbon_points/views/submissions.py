"""A resident's own photos and bills: how they stand, taking one back, disagreeing with a result."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from carbon_points.forms.evidence import AppealForm
from carbon_points.selectors.submission_pages import submission_page, submission_row
from carbon_points.selectors.submissions import submissions_of
from carbon_points.services import appeals
from carbon_points.services.submissions import withdraw as take_back
from carbon_points.views.requests import ResidentRequest
from core.pagination import page_of
from core.refusals import Refused


@require_safe
@login_required
@never_cache
def submissions(request: ResidentRequest) -> HttpResponse:
    """All of them, latest first."""
    page = page_of(submissions_of(request.user), request)
    rows = [submission_row(row, request.user) for row in page]
    return render(request, "carbon_points/submissions.html", {"tab": "me", "rows": rows, "page": page})


@require_safe
@login_required
@never_cache
def submission(request: ResidentRequest, submission_id: int) -> HttpResponse:
    """One with its photos, its result and what can be done."""
    return _page(request, submission_id, AppealForm())


@require_POST
@login_required
def withdraw(request: ResidentRequest, submission_id: int) -> HttpResponse:
    """Take it back while it waits."""
    take_back(resident=request.user, submission_id=submission_id)
    messages.success(request, "已撤回。照片一天内还可以用来重新提交。")
    return redirect("carbon_points:submission", submission_id)


@require_POST
@login_required
def appeal(request: ResidentRequest, submission_id: int) -> HttpResponse:
    """Disagree with a rejection."""
    form = AppealForm(request.POST)
    if form.is_valid():
        try:
            appeals.appeal(resident=request.user, submission_id=submission_id, text=form.cleaned_data["text"])
            messages.success(request, "申诉已收到，由另一位核验员来看，结果会在“消息”里告诉您。")
            return redirect("carbon_points:submission", submission_id)
        except Refused as refused:
            if refused.status == 404:
                raise
            form.add_error("text", refused.message)
    return _page(request, submission_id, form, status=422)


def _page(request: ResidentRequest, submission_id: int, form: AppealForm, status: int = 200) -> HttpResponse:
    page = submission_page(request.user, submission_id)
    context = {"tab": "me", "page": page, "row": page.row, "form": form}
    return render(request, "carbon_points/submission.html", context, status=status)
