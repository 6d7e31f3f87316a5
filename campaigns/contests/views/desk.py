"""The desk of whoever runs a contest: where it stands, its entries, messages, the list as a file."""

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import ResidentRequest
from accounts.selectors import choosable_areas
from campaigns.contests.forms.desk import DeskMessageForm
from campaigns.contests.models import DeskMessage, Entry
from campaigns.contests.selectors.calendar import steps_of
from campaigns.contests.selectors.people import contest_run_by
from campaigns.contests.selectors.screening import (
    entries_at_desk,
    next_waiting,
    numbers_of,
    waiting_in,
)
from campaigns.contests.services.desk import entries_xlsx, tell_applicants
from core.pagination import page_of
from core.refusals import Refused
from core.spreadsheets import attachment

ROWS = 30


@require_safe
@login_required
@never_cache
def overview(request: ResidentRequest, contest_id: int) -> HttpResponse:
    """Its days, numbers, and who waits for whom."""
    contest = contest_run_by(request.user, contest_id)
    numbers = numbers_of(contest)
    context = {
        "tab": "me",
        "contest": contest,
        "steps": steps_of(contest),
        "numbers": [(state, label, numbers[state]) for state, label in Entry.State.choices],
        "total": sum(numbers.values()),
        "waiting": waiting_in(contest, numbers),
        "next": next_waiting(contest),
    }
    return render(request, "contests/desk/overview.html", context)


@require_safe
@login_required
@never_cache
def entries(request: ResidentRequest, contest_id: int) -> HttpResponse:
    """Entries page by page: of a state, of a township, with words in the name."""
    contest = contest_run_by(request.user, contest_id)
    asked = {name: request.GET.get(name, "") for name in ("state", "town", "q")}
    rows = entries_at_desk(contest, state=asked["state"], town=asked["town"], words=asked["q"])
    kept = {name: value for name, value in asked.items() if value}
    context = {
        "tab": "me",
        "contest": contest,
        "page": page_of(rows, request, size=ROWS),
        "asked": asked,
        "is_narrowed": bool(kept),
        "states": Entry.State.choices,
        "towns": choosable_areas(),
        "query": f"{urlencode(kept, errors='replace')}&" if kept else "",
    }
    return render(request, "contests/desk/entries.html", context)


@require_safe
@login_required
@never_cache
def entries_file(request: ResidentRequest, contest_id: int) -> HttpResponse:
    """The list as a spreadsheet."""
    contest = contest_run_by(request.user, contest_id)
    return attachment(entries_xlsx(contest=contest, by=request.user), f"contest-{contest.pk}-entries.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def say(request: ResidentRequest, contest_id: int) -> HttpResponse:
    """Write to those who apply; what was written before stands below."""
    contest = contest_run_by(request.user, contest_id)
    form = DeskMessageForm(
        request.POST if request.method == "POST" else None,
        initial={"request_key": uuid4(), "to": request.GET.get("to", "")},
    )
    refusal, status = "", 422 if form.is_bound else 200
    if form.is_valid():
        try:
            tell_applicants(contest_id=contest.pk, by=request.user, **_fields(form))
            messages.success(request, "已经发出，大家会在“消息”里看到。")
            return redirect("contests:desk-say", contest.pk)
        except Refused as refused:
            refusal, status = refused.message, refused.status
    context = {
        "tab": "me",
        "contest": contest,
        "form": form,
        "refusal": refusal,
        "request_key": form["request_key"].value() or uuid4(),
        "page": page_of(DeskMessage.objects.filter(contest=contest), request),
    }
    return render(request, "contests/desk/say.html", context, status=status)


def _fields(form: DeskMessageForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("to", "title", "body", "request_key")}
