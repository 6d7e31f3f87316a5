"""The yearly re-check: what its holder hands in, and where it is decided."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import ResidentRequest
from campaigns.contests.forms.titles import DecisionForm, RecheckForm, RecheckPhotoForm, WithdrawForm
from campaigns.contests.models import EntryFile, Recheck
from campaigns.contests.rules.titles import NAMES
from campaigns.contests.selectors.people import contest_run_by
from campaigns.contests.selectors.rechecks import (
    evidence_by_recheck,
    evidence_for,
    evidence_of,
    recheck_of,
    rechecks_of,
    scans_of,
    takes_evidence,
)
from campaigns.contests.selectors.titles import (
    award_of,
    my_title,
    standing_of,
    title_of_contest,
    titles_of,
    titles_of_contest,
)
from campaigns.contests.services import recheck_files, rechecks
from campaigns.contests.services.titles import withdraw
from core.pagination import page_of
from core.refusals import Refused

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}
ROWS = 20


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def recheck(request: ResidentRequest, title_id: int) -> HttpResponse:
    """What is asked for, what lies there; a POST hands it in."""
    if request.method != "POST":
        return _show(request, title_id)
    form = RecheckForm(request.POST)
    if not form.is_valid():
        my_title(request.user, title_id)
        return _show(request, title_id, form, status=422)
    try:
        rechecks.submit_recheck(by=request.user, title_id=title_id, words=form.cleaned_data["words"])
    except Refused as refused:
        return _show(request, title_id, form, refusal=refused)
    messages.success(request, "复核材料已提交，结果会在“消息”里告诉您。截止前还可以改。")
    return redirect("contests:recheck", title_id)


@require_POST
@login_required
@never_cache
def add_photo(request: ResidentRequest, title_id: int) -> HttpResponse:
    """One more picture."""
    form = RecheckPhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, title_id, photo_form=form, status=422)
    try:
        recheck_files.add_recheck_photo(by=request.user, title_id=title_id, data=form.cleaned_data["photo"])
    except Refused as refused:
        return _show(request, title_id, refusal=refused)
    messages.success(request, "照片收好了。")
    return redirect("contests:recheck", title_id)


@require_POST
@login_required
@never_cache
def remove_photo(request: ResidentRequest, title_id: int, file_id: int) -> HttpResponse:
    """One less."""
    try:
        recheck_files.remove_recheck_photo(by=request.user, title_id=title_id, file_id=file_id)
    except Refused as refused:
        return _show(request, title_id, refusal=refused)
    messages.success(request, "照片已删除。")
    return redirect("contests:recheck", title_id)


@require_safe
@login_required
@never_cache
def photo(request: ResidentRequest, title_id: int, file_id: int) -> HttpResponseBase:
    """A picture, for its holder and for whoever runs the contest."""
    mine = titles_of(request.user).filter(pk=title_id).exists()
    found = evidence_for(request.user, title_id, file_id, is_mine=mine)
    if found is None:
        raise Http404
    return picture_answer(found, HEADERS)


def picture_answer(found: EntryFile, headers: dict[str, str]) -> FileResponse:
    """The bytes of a picture."""
    try:
        data = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    name = f"picture-{found.pk}.jpg"
    return FileResponse(data, content_type="image/jpeg", filename=name, headers=headers)


@require_safe
@login_required
@never_cache
def desk(request: ResidentRequest, contest_id: int) -> HttpResponse:
    """Re-checks of a contest, those that wait first."""
    return _desk(request, contest_id)


@require_POST
@login_required
@never_cache
def decide(request: ResidentRequest, contest_id: int, recheck_id: int) -> HttpResponse:
    """Passed, or not."""
    contest_run_by(request.user, contest_id)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _desk(request, contest_id, Refused("页面内容不完整，请刷新后再试。", status=422))
    passed = form.cleaned_data["verdict"] == "pass"
    try:
        rechecks.decide_recheck(
            by=request.user, recheck_id=recheck_id, passed=passed, reason=form.cleaned_data["reason"]
        )
    except Refused as refused:
        return _desk(request, contest_id, refused)
    messages.success(request, "复核通过，称号延长一年。" if passed else "复核未通过，称号已撤销。")
    return redirect("contests:desk-rechecks", contest_id)


@require_safe
@login_required
@never_cache
def desk_titles(request: ResidentRequest, contest_id: int) -> HttpResponse:
    """Titles of a contest, to withdraw one."""
    contest = contest_run_by(request.user, contest_id)
    page = page_of(titles_of_contest(contest), request, size=ROWS)
    rows = [{"title": one, "award": award_of(one), "standing": NAMES[standing_of(one)]} for one in page]
    context = {"tab": "me", "contest": contest, "page": page, "rows": rows}
    return render(request, "contests/titles/desk_titles.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def take_away(request: ResidentRequest, contest_id: int, title_id: int) -> HttpResponse:
    """Ask for the reason; a POST withdraws the title."""
    contest = contest_run_by(request.user, contest_id)
    title = title_of_contest(contest, title_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    refusal, status = "", 422 if form.is_bound else 200
    if form.is_valid():
        try:
            withdraw(by=request.user, title_id=title_id, reason=form.cleaned_data["reason"])
            messages.success(request, "称号已撤销，对方收到了消息。")
            return redirect("contests:desk-titles", contest_id)
        except Refused as refused:
            refusal, status = refused.message, refused.status
    context = {
        "tab": "me",
        "form": form,
        "refusal": refusal,
        "title": f"撤销{title.name}的称号",
        "text": f"{award_of(title)}。撤销后不能恢复，扫证书上的码会看到“已撤销”和原因，扫码点位同时关闭。",
        "label": "撤销称号",
        "back_url": f"/contests/{contest_id}/desk/titles/",
    }
    return render(request, "campaigns/running/reason.html", context, status=status)


def _show(
    request: ResidentRequest,
    title_id: int,
    form: RecheckForm | None = None,
    *,
    photo_form: RecheckPhotoForm | None = None,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    title = my_title(request.user, title_id)
    latest = recheck_of(title)
    context = {
        "tab": "me",
        "title": title,
        "award": award_of(title),
        "recheck": latest,
        "takes": latest is not None and takes_evidence(latest),
        "files": list(evidence_of(latest)) if latest else [],
        "most": recheck_files.MOST,
        "scans": scans_of(title),
        "form": form or RecheckForm(initial={"words": latest.words if latest else ""}),
        "photo_form": photo_form or RecheckPhotoForm(),
        "refusal": refusal.message if refusal else "",
    }
    code = refusal.status if refusal else status
    return render(request, "contests/titles/recheck.html", context, status=code)


def _desk(request: ResidentRequest, contest_id: int, refusal: Refused | None = None) -> HttpResponse:
    contest = contest_run_by(request.user, contest_id)
    page = page_of(rechecks_of(contest), request, size=ROWS)
    files = evidence_by_recheck(list(page))
    context = {
        "tab": "me",
        "contest": contest,
        "page": page,
        "rows": [{"recheck": one, "files": files[one.pk], "waits": _waits(one)} for one in page],
        "refusal": refusal.message if refusal else "",
    }
    return render(
        request, "contests/titles/desk_rechecks.html", context, status=refusal.status if refusal else 200
    )


def _waits(one: Recheck) -> bool:
    return one.state == Recheck.State.SUBMITTED
