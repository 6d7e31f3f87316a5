"""Works on show, liking them, and the desk that looks at likes."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts import pending
from accounts.models import User
from accounts.requests import PageRequest, ResidentRequest
from campaigns.contests.forms.titles import LeaveOutForm
from campaigns.contests.models import Contest, Entry
from campaigns.contests.pending_likes import LIKE, LIKED
from campaigns.contests.selectors import likes as like_rows
from campaigns.contests.selectors import works as rows
from campaigns.contests.selectors.calendar import phase_of
from campaigns.contests.selectors.people import contest_run_by
from campaigns.contests.services import likes
from campaigns.contests.views.rechecks import HEADERS, picture_answer
from campaigns.rules.words import quoted
from core.pagination import page_of
from core.refusals import Refused

PAGE = 12
# A picture that is taken down is gone from browsers soon.
PUBLIC = HEADERS | {"Cache-Control": "public, max-age=60"}


@require_safe
@never_cache
def works(request: PageRequest, contest_id: int) -> HttpResponse:
    """What hangs, page by page."""
    return _show(request, rows.contest_with_works(contest_id))


@require_safe
def picture(request: PageRequest, contest_id: int, entry_id: int, file_id: int) -> HttpResponseBase:
    """A picture that hangs, for everybody."""
    found = rows.picture_on_show(contest_id, entry_id, file_id)
    if found is None:
        raise Http404
    return picture_answer(found, PUBLIC)


@require_POST
def like(request: PageRequest, contest_id: int, entry_id: int) -> HttpResponse:
    """One tap."""
    entry = _work(contest_id, entry_id)
    if not isinstance(request.user, User):
        label = f"喜欢作品{quoted(entry.title or entry.label)}"
        pending.keep(request, LIKE, {"contest": contest_id, "entry": entry_id}, label=label)
        login = resolve_url("account_login")
        return HttpResponseClientRedirect(login) if request.htmx else redirect(login)
    return _tap(request, entry, lambda user: likes.like(by=user, entry_id=entry_id), LIKED)


@require_POST
@login_required
def take_back(request: ResidentRequest, contest_id: int, entry_id: int) -> HttpResponse:
    """Another tap."""
    entry = _work(contest_id, entry_id)
    return _tap(request, entry, lambda user: likes.take_back(by=user, entry_id=entry_id), "已经收回。")


@require_safe
@login_required
@never_cache
def desk(request: ResidentRequest, contest_id: int) -> HttpResponse:
    """Clusters of fresh accounts, for whoever runs the contest."""
    return _desk(request, contest_run_by(request.user, contest_id))


@require_POST
@login_required
@never_cache
def leave_out(request: ResidentRequest, contest_id: int) -> HttpResponse:
    """Count a cluster no more."""
    contest = contest_run_by(request.user, contest_id)
    form = LeaveOutForm(request.POST)
    if not form.is_valid():
        return _desk(request, contest, Refused("请写明不计入的原因，最多120个字。", status=422))
    data = form.cleaned_data
    try:
        done = likes.leave_out(
            by=request.user,
            contest_id=contest_id,
            entry_id=data["entry"],
            day=data["day"],
            reason=data["reason"],
        )
    except Refused as refused:
        return _desk(request, contest, refused)
    messages.success(request, f"{done} 次点赞不再计入，总数里仍然保留。")
    return redirect("contests:desk-likes", contest_id)


def _work(contest_id: int, entry_id: int) -> Entry:
    entry = rows.work_on_show(entry_id)
    if entry.contest_id != contest_id:
        raise Http404
    return entry


def _tap(request: PageRequest, entry: Entry, verb: Any, said: str) -> HttpResponse:
    """Do it; the button for htmx, the page for everybody else."""
    try:
        verb(request.user)
    except Refused as refused:
        if not request.htmx:
            return _show(request, entry.contest, refusal=refused)
        return _button(request, entry, refused)
    if request.htmx:
        return _button(request, entry)
    messages.success(request, said)
    return redirect(f"/contests/{entry.contest_id}/works/#work-{entry.pk}")


def _button(request: PageRequest, entry: Entry, refusal: Refused | None = None) -> HttpResponse:
    assert isinstance(request.user, User)
    context = {
        "contest": entry.contest,
        "work": entry,
        "liked": entry.pk in like_rows.liked_today(request.user, [entry.pk]),
        "refusal": refusal.message if refusal else "",
    }
    status = refusal.status if refusal else 200
    return render(request, "contests/likes/partials/button.html", context, status=status)


def _show(request: PageRequest, contest: Contest, *, refusal: Refused | None = None) -> HttpResponse:
    page = page_of(rows.works_of(contest), request, size=PAGE)
    shown = [rows.shown_work(entry) for entry in page]
    ids = [work.id for work in shown]
    totals = like_rows.totals_of(ids) if like_rows.are_counts_shown(contest) else {}
    liked = like_rows.liked_today(request.user, ids) if isinstance(request.user, User) else set()
    context = {
        "tab": "campaigns",
        "contest": contest,
        "is_shown": rows.is_shown(contest),
        "page": page,
        "works": [
            {"work": work, "liked": work.id in liked, "total": totals.get(work.id, like_rows.Total())}
            for work in shown
        ],
        "counts": like_rows.are_counts_shown(contest),
        "takes_likes": contest.shows_likes and phase_of(contest) in likes.OPEN,
        "refusal": refusal.message if refusal else "",
    }
    status = refusal.status if refusal else 200
    return render(request, "contests/likes/works.html", context, status=status)


def _desk(request: ResidentRequest, contest: Contest, refusal: Refused | None = None) -> HttpResponse:
    context = {
        "tab": "me",
        "contest": contest,
        "clusters": like_rows.unusual(contest),
        "fresh_days": like_rows.FRESH.days,
        "many": like_rows.MANY_FRESH,
        "refusal": refusal.message if refusal else "",
    }
    return render(request, "contests/likes/desk.html", context, status=refusal.status if refusal else 200)
