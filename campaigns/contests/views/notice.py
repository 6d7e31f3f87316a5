"""The public notice, objections to it, and an entry's own result."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import pending
from accounts.models import User
from accounts.requests import PageRequest, ResidentRequest
from campaigns.contests.forms.objections import ObjectionForm
from campaigns.contests.models import Contest
from campaigns.contests.pending import OBJECT, SAID
from campaigns.contests.rules.phases import Phase
from campaigns.contests.selectors import notice as selectors
from campaigns.contests.selectors.calendar import check_phase, steps_of
from campaigns.contests.selectors.own_result import result_page
from campaigns.contests.selectors.results import objectionable, own_result
from campaigns.contests.services.objections import object_to
from campaigns.rules.words import quoted
from core.pagination import page_of
from core.refusals import Refused

ROWS = 100


@require_safe
def notice(request: PageRequest, contest_id: int) -> HttpResponse:
    """What is proposed, or stands; how to object; what was objected, and the answers."""
    contest = selectors.shown_contest(contest_id)
    stage = selectors.stage_of(contest)
    context = {"tab": "campaigns", "contest": contest, "stage": stage.value}
    if stage in {selectors.Stage.NOTICE, selectors.Stage.ANNOUNCED}:
        context |= {
            "page": page_of(selectors.proposed(contest), request, size=ROWS),
            "answered": selectors.answered(contest),
            "waiting": selectors.open_count(contest),
            "revised": list(selectors.revised(contest)),
        }
    else:
        context["steps"] = steps_of(contest)
    return render(request, "contests/results/notice.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def object_page(request: PageRequest, contest_id: int) -> HttpResponse:
    """The form, for one entry or the whole; the POST is kept for a guest until sign-in."""
    user = request.user if isinstance(request.user, User) else None
    contest = selectors.shown_contest(contest_id)
    form = ObjectionForm(request.POST if request.method == "POST" else request.GET)
    if request.method != "POST":
        return _form(request, contest, form, user)
    if not form.is_valid():
        return _form(request, contest, form, user, refusal=form.fault(), status=422)
    data = form.cleaned_data
    try:
        if user is None:
            check_phase(contest, Phase.NOTICE, what="提出异议")
            objectionable(None, contest, data["entry"])
            payload = {"contest": contest.pk, "entry": data["entry"], "words": data["words"]}
            label = f"对{quoted(contest.title)}提出异议"
            pending.keep(request, OBJECT, payload, label=label, request_key=data["request_key"])
            return redirect("account_login")
        object_to(
            user=user,
            contest_id=contest.pk,
            entry_id=data["entry"],
            words=data["words"],
            request_key=data["request_key"],
        )
    except Refused as refused:
        return _form(request, contest, form, user, refusal=refused.message, status=refused.status)
    messages.success(request, SAID)
    return redirect("contests:notice", contest.pk)


@require_safe
@login_required
@never_cache
def own(request: ResidentRequest, entry_id: int) -> HttpResponse:
    """The result of an entry for its own people, with how it came about."""
    result = own_result(request.user, entry_id)
    contest = result.entry.contest
    context = {
        "tab": "me",
        "result": result,
        "entry": result.entry,
        "contest": contest,
        "workings": result_page(result),
        "stage": selectors.stage_of(contest).value,
    }
    return render(request, "contests/results/own.html", context)


def _form(
    request: PageRequest,
    contest: Contest,
    form: ObjectionForm,
    user: User | None,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    form.is_valid()
    number = form.cleaned_data.get("entry")
    entry, can_object = None, selectors.stage_of(contest) == selectors.Stage.NOTICE
    try:
        entry = objectionable(user, contest, number) if can_object else None
    except Refused as refused:
        # The address names an entry that is not in the notice.
        if request.method != "POST":
            raise
        refusal = refusal or refused.message
    context = {
        "tab": "campaigns",
        "contest": contest,
        "entry": entry,
        "form": form if form.data.get("words") is not None else ObjectionForm(),
        "can_object": can_object,
        "guest": user is None,
        "refusal": refusal,
        "request_key": form.data.get("request_key") or uuid4(),
    }
    return render(request, "contests/results/object.html", context, status=status)
