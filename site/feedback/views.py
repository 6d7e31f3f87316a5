"""The desk as residents see it; every form works without JavaScript."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import PageRequest, ResidentRequest
from core.pagination import page_of
from core.refusals import Refused
from core.views import safe_next
from feedback import rules
from feedback.forms import AgainForm, HelpfulForm, LookupForm, TicketForm
from feedback.models import State, Topic
from feedback.selectors.pages import own_path, title_of
from feedback.selectors.statistics import BY, lines
from feedback.selectors.tickets import history, tickets_of
from feedback.senders import network, own_ticket, remember, resident_of, sender_of
from feedback.services import steps
from feedback.services.helpful import say_helpful
from feedback.services.intake import code_of, hand_in, look_up


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """The form; the POST hands it in."""
    if request.method == "POST":
        return _handed_in(request)
    topic = request.GET.get("topic", "")
    first = {
        "topic": topic if topic in Topic.values else "",
        "about": own_path(request.GET.get("about", "")),
        "request_key": uuid4(),
    }
    return _form(request, TicketForm(initial=first))


def _handed_in(request: HttpRequest) -> HttpResponse:
    form = TicketForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, form, status=422)
    values = form.cleaned_data
    values.pop("website")
    try:
        ticket = hand_in(
            **values, resident=resident_of(request), sender=sender_of(request), network=network(request)
        )
    except Refused as refused:
        return _form(request, form, refused.message, refused.status)
    remember(request, ticket)
    messages.success(request, "已收到，谢谢您告诉我们。")
    return redirect("feedback:ticket", ticket.number)


def _form(request: HttpRequest, form: TicketForm, refusal: str = "", status: int = 200) -> HttpResponse:
    about = own_path(str(form["about"].value() or ""))
    context = {
        "form": form,
        "refusal": refusal,
        "about": about,
        "about_title": title_of(about),
        "contact_days": rules.KEEP_CONTACT_DAYS,
        "photo_days": rules.KEEP_PHOTO_DAYS,
        "topics": [
            {"value": value, "label": label, "checked": form["topic"].value() == value}
            for value, label in Topic.choices
        ],
    }
    return render(request, "feedback/new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def lookup(request: HttpRequest) -> HttpResponse:
    """How does it stand? By number and code."""
    form = LookupForm(request.POST if request.method == "POST" else None)
    refusal, status = "", 422 if form.is_bound else 200
    if form.is_valid():
        try:
            ticket = look_up(**form.cleaned_data)
        except Refused as refused:
            refusal, status = refused.message, refused.status
        else:
            remember(request, ticket)
            return redirect("feedback:ticket", ticket.number)
    return render(request, "feedback/lookup.html", {"form": form, "refusal": refusal}, status=status)


@require_safe
@never_cache
def ticket(request: HttpRequest, number: str) -> HttpResponse:
    """How one ticket stands, for its sender."""
    return _ticket(request, number, AgainForm())


def _ticket(
    request: HttpRequest, number: str, form: AgainForm, refusal: str = "", status: int = 200
) -> HttpResponse:
    found = own_ticket(request, number)
    context = {
        "ticket": found,
        "code": code_of(found),
        "events": history(found, public=True),
        "form": form,
        "refusal": refusal,
        "may_rate": found.state == State.ANSWERED and found.satisfied is None,
        "may_reopen": steps.may_reopen(found),
        "reopen_days": rules.REOPEN_DAYS,
    }
    return render(request, "feedback/ticket.html", context, status=status)


@require_POST
@never_cache
def rate(request: HttpRequest, number: str) -> HttpResponse:
    """满意, 不满意."""
    found, word = own_ticket(request, number), request.POST.get("satisfied")
    if word not in {"yes", "no"}:
        return _ticket(request, number, AgainForm(), "请选择满意或者不满意。", 422)
    try:
        steps.rate(ticket_id=found.pk, satisfied=word == "yes")
    except Refused as refused:
        return _ticket(request, number, AgainForm(), refused.message, refused.status)
    messages.success(request, "谢谢您的评价。")
    return redirect("feedback:ticket", number)


@require_POST
@never_cache
def reopen(request: HttpRequest, number: str) -> HttpResponse:
    """It is not solved."""
    found, form = own_ticket(request, number), AgainForm(request.POST)
    if not form.is_valid():
        return _ticket(request, number, form, status=422)
    try:
        steps.reopen(ticket_id=found.pk, text=form.cleaned_data["text"])
    except Refused as refused:
        return _ticket(request, number, form, refused.message, refused.status)
    messages.success(request, "已经重新交办，会再给您答复。")
    return redirect("feedback:ticket", number)


@require_safe
@login_required
@never_cache
def mine(request: ResidentRequest) -> HttpResponse:
    """A resident's own tickets."""
    return render(
        request, "feedback/mine.html", {"tab": "me", "page": page_of(tickets_of(request.user), request)}
    )


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """How many came in, and how soon they were answered."""
    tables = [{"by": by, "label": label, "lines": lines(by)} for by, label in BY.items()]
    return render(request, "feedback/statistics.html", {"tables": tables})


@require_POST
def helpful(request: PageRequest) -> HttpResponse:
    """有帮助, 没帮助; back to the page, or a fragment in its place."""
    form = HelpfulForm(request.POST)
    if not form.is_valid():
        raise Refused("请刷新页面，再选有帮助或没帮助。", code="invalid", status=422)
    word = say_helpful(
        page_id=form.cleaned_data["page"],
        voter=sender_of(request),
        helpful=form.cleaned_data["helpful"] == "yes",
    )
    if request.htmx:
        here = safe_next(request, "")
        context = {"page_id": word.page_id, "said": form.cleaned_data["helpful"], "here": here}
        return render(request, "feedback/partials/helpful.html", context)
    messages.success(request, "谢谢，已经记下。")
    return redirect(safe_next(request, "/"))
