"""Handing in a photo or a bill: one plain form each."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from carbon_points.forms.evidence import BillForm, PhotoLogForm
from carbon_points.handing_in import hand_in_bill, hand_in_photo, store_photos
from carbon_points.models import Submission
from carbon_points.selectors.evidence_sheet import evidence_sheet
from carbon_points.selectors.submissions import submission_by_key
from carbon_points.views.requests import PageRequest
from core.refusals import Refused

HandIn = Callable[..., Submission]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def log_photo(request: PageRequest) -> HttpResponse:
    """The sheet for a photo; the POST hands it in."""
    return _sheet(request, "photo", PhotoLogForm, hand_in_photo)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def log_bill(request: PageRequest) -> HttpResponse:
    """The sheet for a bill; the POST hands it in."""
    return _sheet(request, "bill", BillForm, hand_in_bill)


def _sheet(
    request: PageRequest, kind: str, shape: type[PhotoLogForm | BillForm], hand_in: HandIn
) -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    # A guest who posts sees the sheet, which says that files need an account.
    if request.method != "POST" or user is None:
        code = request.GET.get("action", "") or request.POST.get("action", "")
        return _draw(request, user, kind, code[:40], shape(), {})
    form = shape(request.POST, request.FILES)
    refusal, status = "", 422
    sent: QueryDict | dict[str, Any] = request.POST
    if form.is_valid():
        values = form.cleaned_data
        earlier = submission_by_key(user, values["request_key"])
        if earlier is not None:
            return redirect("carbon_points:submission", earlier.pk)
        try:
            values["kept"] = store_photos(user, values.pop("photos"), values["kept"])
            done = hand_in(user, values)
            messages.success(request, "已经交上，3个工作日内核验。结果会在“消息”里告诉您。")
            return redirect("carbon_points:submission", done.pk)
        except Refused as refused:
            refusal, status = refused.message, refused.status
            sent = {**request.POST.dict(), "kept": ",".join(map(str, values["kept"]))}
    return _draw(request, user, kind, form.data.get("action", "")[:40], form, sent, refusal, status)


def _draw(
    request: PageRequest,
    user: User | None,
    kind: str,
    code: str,
    form: PhotoLogForm | BillForm,
    sent: Any,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    page = evidence_sheet(user, code, kind, sent)
    kept = str(sent.get("kept", "")) if "kept" not in form.errors else ""
    page |= {"tab": "log", "form": form, "refusal": refusal, "kept": kept, "guest": user is None}
    page["kept_count"] = len(kept.split(",")) if kept else 0
    return render(request, f"carbon_points/log_{kind}.html", page, status=status)
