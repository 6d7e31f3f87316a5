"""One entry: its form while it can be changed, afterwards its state; handing in, taking back."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import ResidentRequest
from campaigns.contests.forms.entries import number_in, values_in
from campaigns.contests.models import Entry
from campaigns.contests.refusals.entries import Incomplete, StaleSave
from campaigns.contests.selectors.calendar import steps_of
from campaigns.contests.selectors.entries import entry_of, events_of, is_editable, returned_because
from campaigns.contests.selectors.entry_forms import EntryForm, Line, form_of
from campaigns.contests.selectors.files import lacks, unfinished
from campaigns.contests.services.answers import faults_in, save_answers, values_of
from campaigns.contests.services.handing_in import WITHDRAWABLE, submit_entry, withdraw_entry
from core.refusals import Refused

Fault = Mapping[str, str]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def entry(request: ResidentRequest, entry_id: int) -> HttpResponse:
    """The form, or what became of it; a POST saves without JavaScript and goes where the button says."""
    row = entry_of(request.user, entry_id)
    if request.method == "POST":
        return _save_page(request, row)
    if not is_editable(row):
        return render(request, "contests/entries/state.html", _reading(request, row))
    return _form(request, row)


@require_POST
@login_required
@never_cache
def save(request: ResidentRequest, entry_id: int) -> HttpResponse:
    """Save what changed; what cannot be is named field by field, and the rest is saved all the same."""
    row = entry_of(request.user, entry_id)
    values = values_in(request.POST)
    faults = faults_in(row, values)
    good = {name: text for name, text in values.items() if name not in faults}
    try:
        saved = save_answers(
            entry_id=entry_id, by=request.user, revision=number_in(request.POST, "revision"), values=good
        )
    except StaleSave as stale:
        told: dict[str, Any] = {"revision": stale.revision, "current": stale.current}
        return JsonResponse(told | {"detail": stale.message}, status=stale.status)
    except Refused as refused:
        return JsonResponse({"detail": refused.message}, status=refused.status)
    form = form_of(saved)
    progress = {"sum": form.sum, "answered": form.answered}
    return JsonResponse({"revision": saved.revision, "faults": faults, **progress})


@require_safe
@login_required
@never_cache
def preview(request: ResidentRequest, entry_id: int) -> HttpResponse:
    """All of it as it will be read, what is missing, and the button that hands it in."""
    row = entry_of(request.user, entry_id)
    if not is_editable(row):
        return redirect("contests:entry", entry_id)
    return render(request, "contests/entries/preview.html", _reading(request, row))


@require_POST
@login_required
@never_cache
def submit(request: ResidentRequest, entry_id: int) -> HttpResponse:
    """Hand it in; when something is missing, the preview names it with links."""
    try:
        submit_entry(entry_id=entry_id, by=request.user)
    except Incomplete as refused:
        context = _reading(request, entry_of(request.user, entry_id)) | {"refused": True}
        return render(request, "contests/entries/preview.html", context, status=refused.status)
    messages.success(request, "已经提交，谢谢。初审结果会在“消息”里告诉您。")
    return redirect("contests:entry", entry_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def withdraw(request: ResidentRequest, entry_id: int) -> HttpResponse:
    """Ask; a POST takes the entry back."""
    row = entry_of(request.user, entry_id)
    if request.method == "POST":
        withdraw_entry(entry_id=entry_id, by=request.user)
        messages.success(request, "申报已撤回。报名截止前可以重新申报。")
        return redirect("contests:mine")
    context = {
        "tab": "me",
        "title": "要撤回这份申报吗？",
        "text": f"“{row.contest.title}”的这份申报撤回后不能恢复，要参加须在报名截止前重新填写。",
        "label": "撤回申报",
        "back_url": reverse("contests:entry", args=[entry_id]),
    }
    return render(request, "confirm.html", context)


def _save_page(request: ResidentRequest, row: Entry) -> HttpResponse:
    # A form that was sent whole means no by a tick that is not there.
    ticks = tuple(name for name in values_of(row) if name.startswith("veto-") or name == "guardian_consent")
    values = values_in(request.POST, ticks)
    faults = faults_in(row, values)
    good = {name: text for name, text in values.items() if name not in faults}
    revision = number_in(request.POST, "revision")
    try:
        save_answers(entry_id=row.pk, by=request.user, revision=revision, values=good)
    except StaleSave as stale:
        others = {name: stale.current[name] for name in stale.changed}
        return _form(request, entry_of(request.user, row.pk), values, faults, others, stale.message, 409)
    except Refused as refused:
        fresh = entry_of(request.user, row.pk)
        if not is_editable(fresh):
            context = _reading(request, fresh) | {"refusal": refused.message}
            return render(request, "contests/entries/state.html", context, status=refused.status)
        return _form(request, fresh, values, faults, {}, refused.message, refused.status)
    if faults:
        words = "标出的内容还没有保存，请改好再保存；其余的已经存好。"
        return _form(request, entry_of(request.user, row.pk), values, faults, {}, words, 422)
    return _after_saving(request, row.pk)


def _after_saving(request: ResidentRequest, entry_id: int) -> HttpResponse:
    do, _, key = request.POST.get("do", "").partition(":")
    if do == "files":
        where = reverse("contests:entry-files", args=[entry_id])
        return redirect(f"{where}?criterion={key}" if key.replace(".", "").isalnum() else where)
    if do == "preview":
        return redirect("contests:entry-preview", entry_id)
    messages.success(request, "已保存。")
    return redirect("contests:entry", entry_id)


def _form(
    request: ResidentRequest,
    row: Entry,
    typed: Fault | None = None,
    faults: Fault | None = None,
    others: Fault | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """The form with what was typed, or with what stands."""
    standing = values_of(row)
    values = standing | dict(typed or {})
    form = form_of(row, viewer=request.user)
    told = (values, faults or {}, others or {})
    context = {
        "tab": "campaigns",
        "entry": row,
        "standing": standing,
        "form": form,
        "sections": [(section, [_line(line, *told) for line in section.lines]) for section in form.sections],
        "fields": {name: _field(name, *told) for name in values if "-" not in name},
        "steps": steps_of(row.contest),
        "because": returned_because(row),
        "unfinished": [(upload, lacks(upload)) for upload in unfinished(row, request.user)],
        "refusal": refusal,
        "left_to_do": len(form.missing),
    }
    return render(request, "contests/entries/form.html", context, status=status)


def _line(line: Line, values: Fault, faults: Fault, others: Fault) -> dict[str, Any]:
    """A criterion with its fields as they are shown."""
    told = (values, faults, others)
    first = f"{'veto' if line.criterion.is_veto else 'score'}-{line.key}"
    return {"line": line, "first": _field(first, *told), "words": _field(f"words-{line.key}", *told)}


def _field(name: str, values: Fault, faults: Fault, others: Fault) -> dict[str, Any]:
    return {
        "name": name,
        "value": values.get(name, ""),
        "fault": faults.get(name, ""),
        "is_other": name in others,
        "other": others.get(name, ""),
    }


def _reading(request: ResidentRequest, row: Entry) -> dict[str, Any]:
    form: EntryForm = form_of(row, viewer=request.user)
    return {
        "tab": "campaigns",
        "entry": row,
        "form": form,
        "steps": steps_of(row.contest),
        "because": returned_because(row),
        "events": events_of(row),
        "may_withdraw": row.state in WITHDRAWABLE,
    }
