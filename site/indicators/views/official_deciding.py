"""The second person's look at values: one by one, or several at once; and the documents."""

import re

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import ResidentRequest
from core.refusals import Refused
from core.spreadsheets import attachment
from indicators.access import CONFIRM, ENTER, staff_with
from indicators.forms.official import RefusalForm
from indicators.selectors.official import own_value
from indicators.selectors.official_desk import comparisons, waiting_for
from indicators.services.official import confirm_value, refuse_value, take_back_value
from indicators.services.official.deciding import confirm_values

MOST = 500
_ID = re.compile("[1-9][0-9]{0,17}", re.ASCII)
SAID = {
    "confirm": "已确认，现在公开可见。",
    "refuse": "已退回，填报人会收到消息。",
    "take_back": "已撤回，这条数值不会公布。",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@require_http_methods(["GET", "HEAD", "POST"])
@staff_with(ENTER, CONFIRM)
def value(request: ResidentRequest, value_id: int) -> HttpResponse:
    """One value beside what stands; the POST is the step that its button names."""
    found = own_value(request.user, value_id)
    step = request.POST.get("step", "") if request.method == "POST" else ""
    form = RefusalForm(request.POST if step == "refuse" else None)
    refusal, status = "", 200
    if step in SAID:
        status = 422
        if step != "refuse" or form.is_valid():
            try:
                _take(request, value_id, step, form)
                messages.success(request, SAID[step])
                return redirect("indicators:official-value", value_id)
            except Refused as refused:
                refusal, status = refused.message, refused.status
                found = own_value(request.user, value_id)
    is_own = found.entered_by_id == request.user.pk
    is_waiting = found.state == found.State.WAITING
    context = {
        "tab": "stats",
        "value": found,
        "against": comparisons([found])[0],
        "form": form,
        "refusal": refusal,
        "is_own": is_own,
        "is_waiting": is_waiting,
        "may_enter": request.user.has_perm(ENTER),
        "may_confirm": is_waiting and not is_own and request.user.has_perm(CONFIRM),
    }
    return render(request, "indicators/official/value.html", context, status=status)


def _take(request: ResidentRequest, value_id: int, step: str, form: RefusalForm) -> None:
    if step == "confirm":
        confirm_value(by=request.user, value_id=value_id)
    elif step == "refuse":
        refuse_value(by=request.user, value_id=value_id, reason=form.cleaned_data["reason"])
    else:
        take_back_value(by=request.user, value_id=value_id)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_with(CONFIRM, ENTER)
def waiting(request: ResidentRequest) -> HttpResponse:
    """Everything that waits; the POST confirms what is ticked."""
    refusal = ""
    faults: list[str] = []
    if request.method == "POST":
        chosen = [int(one) for one in request.POST.getlist("value")[:MOST] if _ID.fullmatch(one)]
        done, faults = confirm_values(by=request.user, value_ids=chosen)
        if done:
            messages.success(request, f"已确认{done}条，现在公开可见。")
        if not chosen:
            refusal = "请先勾选看过的数值。"
        elif not faults:
            return redirect("indicators:official-waiting")
        else:
            refusal = f"有{len(faults)}条没有确认："
    rows = comparisons(waiting_for(request.user))
    may_confirm = request.user.has_perm(CONFIRM)
    context = {
        "tab": "stats",
        "others": [row for row in rows if may_confirm and row.value.entered_by_id != request.user.pk],
        "own": [row for row in rows if not may_confirm or row.value.entered_by_id == request.user.pk],
        "refusal": refusal,
        "faults": faults,
    }
    return render(request, "indicators/official/waiting.html", context, status=422 if refusal else 200)


@require_safe
@staff_with(ENTER, CONFIRM)
def document(request: ResidentRequest, value_id: int) -> HttpResponse:
    """The document of a value, for whoever may enter or confirm its indicator."""
    found = own_value(request.user, value_id)
    try:
        opened = found.document_file.open("rb") if found.document_file else None
    except FileNotFoundError:
        opened = None
    if opened is None:
        raise Http404("No document.")
    ending = str(found.document_file.name).rpartition(".")[2]
    with opened:
        answer = attachment(opened.read(), f"official-{found.pk}.{ending}", "application/octet-stream")
    for name, header in HEADERS.items():
        answer[name] = header
    return answer
