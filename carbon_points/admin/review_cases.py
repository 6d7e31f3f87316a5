"""Appeals, disagreements of two reviewers, and the figures of everybody who reviews."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from accounts.requests import ResidentRequest
from carbon_points.admin import review
from carbon_points.selectors.review_cases import Case, appeal_case, disagreement_case
from carbon_points.selectors.review_figures import reviewer_figures, waiting
from carbon_points.selectors.review_queue import open_appeals, open_disagreements
from carbon_points.services.appeals import decide_appeal
from carbon_points.services.review import settle
from carbon_points.services.review.holding import SUPERVISE
from core import clock
from core.pagination import page_of
from core.refusals import Refused

may_supervise = permission_required(SUPERVISE, raise_exception=True)


@require_safe
@never_cache
@review.may_review
def appeals(request: ResidentRequest) -> HttpResponse:
    """What residents disagree with, and this reviewer has not spoken about."""
    return _list(request, "appeals", "申诉", open_appeals)


@require_safe
@never_cache
@may_supervise
def disagreements(request: ResidentRequest) -> HttpResponse:
    """Second looks that said otherwise."""
    return _list(request, "disagreements", "复看分歧", open_disagreements)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@review.may_review
def appeal(request: ResidentRequest, case_id: int) -> HttpResponse:
    """One appeal; the POST answers it."""

    def answer(case: Case, verdict: str, words: str) -> None:
        decide_appeal(
            reviewer=request.user,
            submission_id=case.card.submission_id,
            overturn=verdict == "approve",
            answer=words,
        )

    return _case(request, "appeals", "申诉", appeal_case(request.user, case_id), answer)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@may_supervise
def disagreement(request: ResidentRequest, case_id: int) -> HttpResponse:
    """One disagreement; the POST settles it."""

    def answer(case: Case, verdict: str, words: str) -> None:
        settle(
            supervisor=request.user,
            submission_id=case.card.submission_id,
            verdict=verdict,
            reason=words,
        )

    return _case(request, "disagreements", "复看分歧", disagreement_case(request.user, case_id), answer)


@require_safe
@never_cache
@may_supervise
def figures(request: ResidentRequest) -> HttpResponse:
    """How everybody worked in the last 30 days."""
    context = {
        "current": "figures",
        "rows": reviewer_figures(clock.now()),
        "waiting": waiting(),
        **_frame("核验统计", ""),
    }
    return render(request, "carbon_points/admin/review_figures.html", context)


def _list(request: ResidentRequest, name: str, title: str, rows: Callable[..., Any]) -> HttpResponse:
    context: dict[str, Any] = {"current": name, "kind": name, **_frame(title, "")}
    try:
        context["page"] = page_of(rows(request.user), request)
        status = 200
    except Refused as refused:
        context["refusal"], status = refused.message, refused.status
    return render(request, "carbon_points/admin/review_cases.html", context, status=status)


def _case(
    request: ResidentRequest, name: str, title: str, case: Case, answer: Callable[[Case, str, str], None]
) -> HttpResponse:
    context: dict[str, Any] = {"current": name, "case": case, "card": case.card, "kind": name}
    context |= _frame(title, f"第{case.id}条")
    status, words = 200, request.POST.get("words", "")
    if request.method == "POST":
        try:
            answer(case, request.POST.get("verdict", ""), words)
            messages.success(request, "已记下，居民会收到结果。")
            return redirect(f"review:{name}")
        except Refused as refused:
            context |= {"refusal": refused.message, "words": words}
            status = refused.status
    return render(request, "carbon_points/admin/review_case.html", context, status=status)


def _frame(title: str, sublabel: str) -> dict[str, Any]:
    return {
        "header_title": title,
        "header_icon": "check",
        "breadcrumbs_items": [
            {"url": reverse("review:queue"), "label": "记录核验"},
            {"url": "", "label": title, "sublabel": sublabel},
        ],
    }


urlpatterns: list[URLPattern] = [
    path("", review.queue, name="queue"),
    path("say/", review.say, name="say"),
    path("skip/", review.skip, name="skip"),
    path("<row:submission_id>/undo/", review.undo, name="undo"),
    path("appeals/", appeals, name="appeals"),
    path("appeals/<row:case_id>/", appeal, name="appeal"),
    path("disagreements/", disagreements, name="disagreements"),
    path("disagreements/<row:case_id>/", disagreement, name="disagreement"),
    path("figures/", figures, name="figures"),
]
