"""One entry at the desk, and what is decided about it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import ResidentRequest
from campaigns.contests.forms.desk import DecisionForm
from campaigns.contests.models import Contest, Entry
from campaigns.contests.selectors.calendar import phase_of
from campaigns.contests.selectors.entries import events_of
from campaigns.contests.selectors.entry_forms import form_of
from campaigns.contests.selectors.people import contest_run_by
from campaigns.contests.selectors.screening import (
    CLOSED_TO_THE_DESK,
    RETURNABLE,
    SCREENABLE,
    can_take_back,
    entry_at_desk,
    fresh_decisions,
    next_waiting,
    stands_with,
)
from campaigns.contests.services import screening
from core import clock
from core.refusals import Refused

# Said often; the first nine have a key.
REASONS = (
    "有必须提交的材料还没有上传，请补齐。",
    "材料看不清楚，请重新拍照或扫描后上传。",
    "材料和这项指标对不上，请换成能说明情况的材料。",
    "自评分和说明不一致，请核对后修改。",
    "材料里有个人信息（姓名、电话、证件号），请遮住后重新上传。",
)
SAYS = {
    "accept": "已通过初审，申报人收到了消息。",
    "return": "已退回修改，原因发给了申报人。",
    "refuse": "没有通过初审，原因发给了申报人。",
    "undo": "已撤销刚才的决定，这件重新等待初审。",
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def entry(request: ResidentRequest, contest_id: int, entry_id: int) -> HttpResponse:
    """All that an entry says, and the decision; decided, the next one that waits is shown."""
    contest = contest_run_by(request.user, contest_id)
    row = entry_at_desk(contest, entry_id)
    if request.method != "POST":
        return _page(request, contest, row)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, contest, row, "页面内容不完整，请刷新后再试。", 422)
    verdict = form.cleaned_data["verdict"]
    try:
        _decide(request, row, form)
    except Refused as refused:
        row = entry_at_desk(contest, entry_id)
        return _page(request, contest, row, refused.message, refused.status, form.cleaned_data["words"])
    messages.success(request, f"{row.label}号{SAYS[verdict]}")
    following = next_waiting(contest, row) if verdict != "undo" else row
    if following is None:
        return redirect("contests:desk", contest.pk)
    return redirect("contests:desk-entry", contest.pk, following.pk)


def _decide(request: ResidentRequest, row: Entry, form: DecisionForm) -> None:
    verdict, revision = form.cleaned_data["verdict"], form.cleaned_data["revision"]
    if verdict == "accept":
        screening.accept(entry_id=row.pk, by=request.user, revision=revision)
    elif verdict == "return":
        screening.return_for_changes(entry_id=row.pk, by=request.user, reason=form.because, revision=revision)
    elif verdict == "refuse":
        screening.refuse(entry_id=row.pk, by=request.user, reason=form.because, revision=revision)
    else:
        screening.take_back(entry_id=row.pk, by=request.user)


def _page(
    request: ResidentRequest,
    contest: Contest,
    row: Entry,
    refusal: str = "",
    status: int = 200,
    words: str = "",
) -> HttpResponse:
    phase = phase_of(contest)
    is_open = row.state not in CLOSED_TO_THE_DESK
    is_own = stands_with(request.user, row, contest)
    context = {
        "tab": "me",
        "contest": contest,
        "entry": row,
        "is_open": is_open,
        "is_own": is_own,
        "may_decide": row.state == Entry.State.SUBMITTED and phase in SCREENABLE and not is_own,
        "may_return": phase in RETURNABLE,
        "may_take_back": can_take_back(row, request.user, clock.now()),
        "fresh": [one for one in fresh_decisions(contest, request.user, clock.now()) if one.pk != row.pk],
        "events": events_of(row).select_related("by"),
        "form": form_of(row, viewer=request.user) if is_open else None,
        "following": next_waiting(contest, row),
        "reasons": REASONS,
        "words": words,
        "refusal": refusal,
    }
    return render(request, "contests/desk/entry.html", context, status=status)
