"""Choosing for whom, and the list of one's own entries."""

from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.requests import PageRequest, ResidentRequest
from accounts.selectors.households import household_of
from accounts.texts import contest_notice
from campaigns.contests.models import Contest, Kind
from campaigns.contests.refusals.contests import WrongPhase
from campaigns.contests.rules.phases import Phase
from campaigns.contests.selectors.calendar import check_phase, steps_of
from campaigns.contests.selectors.entries import (
    my_entries,
    organisation_kind,
    organisations_for,
    public_contest,
    standing_entries,
    takes_people,
)
from campaigns.contests.services.entries import begin_entry
from core.converters import LARGEST_ID
from core.pagination import page_of
from core.refusals import Refused

MYSELF = "me"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def apply(request: PageRequest, contest_id: int) -> HttpResponse:
    """For whom? A POST begins the entry, once for each key."""
    contest = public_contest(contest_id)
    user = request.user
    if request.method != "POST" or not isinstance(user, User):
        return _choose(request, contest)
    whom = request.POST.get("whom", "")
    organisation = int(whom) if whom.isascii() and whom.isdigit() and len(whom) < 19 else None
    if whom != MYSELF and (organisation is None or organisation > LARGEST_ID):
        return _choose(request, contest, refusal="请选择为谁申报。", status=422)
    try:
        entry = begin_entry(
            contest_id=contest_id,
            by=user,
            request_key=request.POST.get("request_key", ""),
            organisation_id=organisation,
            name=request.POST.get("name", ""),
        )
    except Refused as refused:
        return _choose(request, contest, refusal=refused.message, status=refused.status)
    return redirect("contests:entry", entry.pk)


@require_safe
@login_required
@never_cache
def mine(request: ResidentRequest) -> HttpResponse:
    """What I, and the organisations for which I apply, have handed in."""
    context = {"tab": "me", "page": page_of(my_entries(request.user), request)}
    return render(request, "contests/entries/mine.html", context)


@require_safe
def privacy(request: PageRequest) -> HttpResponse:
    """What somebody agrees to who applies."""
    return render(request, "campaigns/notice.html", {"tab": "campaigns", "notice": contest_notice()})


def _choose(request: PageRequest, contest: Contest, *, refusal: str = "", status: int = 200) -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    standing = standing_entries(user, contest) if user else []
    is_works = contest.kind == Kind.WORKS
    taken = {entry.organisation_id for entry in standing} if not is_works else set()
    organisations = organisations_for(user, contest) if user else []
    household = household_of(user) if user else None
    open_ones = [one for one in organisations if one.is_verified and one.pk not in taken]
    context = {
        "tab": "campaigns",
        "contest": contest,
        "steps": steps_of(contest),
        "guest": user is None,
        "standing": standing,
        "closed": _closed(contest),
        "is_works": is_works,
        "choices": open_ones,
        "waiting": [one for one in organisations if not one.is_verified],
        "takes_me": user is not None and takes_people(contest) and None not in taken,
        "whose": organisation_kind(contest),
        "name": request.POST.get("name") or (household.name if household else ""),
        "whom": request.POST.get("whom", ""),
        "refusal": refusal,
        "request_key": request.POST.get("request_key") or uuid4(),
    }
    return render(request, "contests/entries/apply.html", context, status=status)


def _closed(contest: Contest) -> str:
    """Why nobody can begin now; empty when they can."""
    try:
        check_phase(contest, Phase.ENROL, what="开始申报")
    except WrongPhase as refused:
        return refused.message
    return ""
