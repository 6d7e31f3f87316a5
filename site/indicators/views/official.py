"""The desk of official values: what one may enter, and the form of one indicator."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import ResidentRequest
from core.refusals import Refused
from indicators.access import CONFIRM, ENTER, staff_with
from indicators.forms.official import ValueForm
from indicators.selectors.official import own_indicator
from indicators.selectors.official_desk import DeskRow, desk_of, waiting_for
from indicators.services.official import enter_value

SHOWN = {
    "": "全部",
    "due": "要填报的",
    "overdue": "目标年已过，待公布",
    "stale": "超过12个月",
    "waiting": "等待确认",
    "none": "还没有官方数值",
}
MOST_WORDS = 60


@require_safe
@staff_with(ENTER, CONFIRM)
def desk(request: ResidentRequest) -> HttpResponse:
    """Indicators that this person may enter, what stands and what is missing."""
    show, words = request.GET.get("show", ""), request.GET.get("q", "")[:MOST_WORDS].strip()
    rows = desk_of(request.user)
    mine = waiting_for(request.user)
    context = {
        "tab": "stats",
        "rows": [row for row in rows if _fits(row, show) and _has(row, words)],
        "total": len(rows),
        "numbers": [(key, label, sum(_fits(row, key) for row in rows)) for key, label in SHOWN.items()],
        "asked": {"show": show if show in SHOWN else "", "q": words},
        "to_confirm": sum(value.entered_by_id != request.user.pk for value in mine),
        "may_enter": request.user.has_perm(ENTER),
        "may_confirm": request.user.has_perm(CONFIRM),
    }
    return render(request, "indicators/official/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_with(ENTER)
def enter(request: ResidentRequest, code: str) -> HttpResponse:
    """The form of one indicator with everything that was entered for it before."""
    indicator = own_indicator(request.user, code)
    form = ValueForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        indicator=indicator,
        initial={"request_key": uuid4()},
    )
    refusal, status = "", 422 if form.is_bound else 200
    if form.is_valid():
        sent = form.cleaned_data
        try:
            value = enter_value(
                by=request.user,
                code=indicator.code,
                entry=form.entry,
                request_key=sent["request_key"],
                document=sent["document"].read() if sent["document"] is not None else None,
                is_sure=sent["is_sure"],
            )
            messages.success(request, "已填报，等另一位同事确认后公布。")
            return redirect("indicators:official-value", value.pk)
        except Refused as refused:
            refusal, status = refused.message, refused.status
    rows = indicator.official_values.select_related("entered_by", "decided_by")
    context = {
        "tab": "stats",
        "indicator": indicator,
        "form": form,
        "refusal": refusal,
        "asks_twice": form.is_bound and form.asks_twice,
        "lost_file": form.is_bound and bool(request.FILES),
        "values": rows.order_by("-as_of", "-pk")[:100],
    }
    return render(request, "indicators/official/enter.html", context, status=status)


def _fits(row: DeskRow, show: str) -> bool:
    if show == "due":
        return bool(row.attention) and not row.waiting
    if show == "waiting":
        return bool(row.waiting)
    if show == "none":
        return row.indicator.official is None
    return row.attention == show if show in SHOWN and show else True


def _has(row: DeskRow, words: str) -> bool:
    return words.lower() in f"{row.indicator.code} {row.indicator.name}".lower()
