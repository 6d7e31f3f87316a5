"""Inspectors: places to look at, one form for each, pictures; handed in, it stays."""

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import ResidentRequest
from campaigns.contests.forms.visits import PhotoForm, visit_in
from campaigns.contests.models import Finding
from campaigns.contests.selectors.visits import as_typed, visit_page, visit_rounds
from campaigns.contests.services import visits as services
from core.refusals import Refused

# The only page that may ask the device where it is, and only after a tap.
WHERE = "geolocation=(self), microphone=(), camera=(self)"


@require_safe
@login_required
@never_cache
def places(request: ResidentRequest) -> HttpResponse:
    """What there is to look at."""
    context = {"tab": "me", "rounds": visit_rounds(request.user)}
    return render(request, "contests/visits/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def visit(request: ResidentRequest, entry_id: int) -> HttpResponse:
    """The form of one place; a POST keeps it, the button 提交 hands it in."""
    if request.method != "POST":
        return _show(request, entry_id)
    by_script = request.accepts("application/json") and not request.accepts("text/html")
    try:
        services.save_visit(user=request.user, entry_id=entry_id, seen=visit_in(request.POST))
        if by_script:
            return JsonResponse({"saved": True})
        if request.POST.get("go") == "submit":
            services.submit_visit(user=request.user, entry_id=entry_id)
            messages.success(request, "现场核查已提交，谢谢您。")
            return redirect("contests:jury-visits")
    except Refused as refused:
        if by_script:
            return JsonResponse({"message": refused.message, "code": refused.code}, status=refused.status)
        return _show(request, entry_id, sent=request.POST, refusal=refused.message, status=refused.status)
    messages.success(request, "已保存，还没有提交。")
    return redirect("contests:jury-visit", entry_id)


@require_POST
@login_required
@never_cache
def photo(request: ResidentRequest, entry_id: int) -> HttpResponse:
    """One picture more."""
    visit_page(request.user, entry_id)
    form = PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, "请先选一张照片。")
        return redirect("contests:jury-visit", entry_id)
    try:
        services.add_photo(user=request.user, entry_id=entry_id, data=form.cleaned_data["photo"].read())
        messages.success(request, "照片收到了。")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("contests:jury-visit", entry_id)


@require_POST
@login_required
@never_cache
def photo_away(request: ResidentRequest, entry_id: int, file_id: int) -> HttpResponse:
    """One picture less."""
    visit_page(request.user, entry_id)
    try:
        services.remove_photo(user=request.user, entry_id=entry_id, file_id=file_id)
        messages.success(request, "照片已删除。")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("contests:jury-visit", entry_id)


def _show(
    request: ResidentRequest,
    entry_id: int,
    *,
    sent: Mapping[str, str] | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    page = visit_page(request.user, entry_id)
    context = {
        "tab": "me",
        # What was refused stays on the screen.
        "page": page if sent is None or not page.can_write else as_typed(page, sent),
        "verdicts": Finding.Verdict.choices,
        "refusal": refusal,
        "photos": services.PHOTOS,
    }
    answer = render(request, "contests/visits/visit.html", context, status=status)
    answer.headers["Permissions-Policy"] = WHERE
    return answer
