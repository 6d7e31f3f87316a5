"""投诉建议: the list, one ticket, and what is done with it."""

from typing import Any

from django.contrib.auth.decorators import user_passes_test
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from accounts.models import User
from accounts.requests import ResidentRequest
from accounts.rules import masked_phone
from accounts.sealing import unseal
from carbon_points.admin.frames import PermittedMenuItem, frame
from core.pagination import page_of
from core.refusals import NotFound, Refused
from feedback.admin.forms import FilterForm, forms_of
from feedback.links import photo_url, ticket_of
from feedback.models import Ticket
from feedback.selectors.helpful import helpful_counts
from feedback.selectors.tickets import HANDLE, ROUTE, filtered, history, templates, ticket_for_staff
from feedback.services import steps
from indicators.open_data import csv_text
from media.views import HEADERS

NAME, ICON = "投诉建议", "mail"
RIGHTS = (HANDLE, ROUTE)
SAID = {"route": "已转给部门。", "answer": "答复已发出。", "note": "备注已记下。", "spam": "已标为不予受理。"}
COLUMNS = ("number", "topic", "state", "department", "received_at", "due_on", "answered_at", "text")


def has_a_right(user: Any) -> bool:
    """Routes or answers."""
    if not any(user.has_perm(right) for right in RIGHTS):
        raise PermissionDenied
    return True


may_work = user_passes_test(has_a_right)


@require_safe
@never_cache
@may_work
def tickets(request: ResidentRequest) -> HttpResponse:
    """What waits, what is due first on top; ?format=csv gives all of it as a table."""
    form = FilterForm(request.GET)
    asked = dict(form.cleaned_data) if form.is_valid() else {}
    found = filtered(request.user, asked)
    if request.GET.get("format") == "csv":
        return _table(found)
    query = request.GET.copy()
    query.pop("page", None)
    query.pop("format", None)
    context = {
        "form": form,
        "page": page_of(found, request),
        "query": f"{query.urlencode()}&" if query else "",
        **frame(NAME, ICON),
    }
    return render(request, "feedback/admin/tickets.html", context)


def _table(found: Any) -> HttpResponse:
    rows = [
        {
            "number": row.number,
            "topic": row.get_topic_display(),
            "state": row.get_state_display(),
            "department": row.department.name if row.department else "",
            "received_at": _when(row.received_at),
            "due_on": row.due_on,
            "answered_at": _when(row.answered_at),
            "text": row.text,
        }
        for row in found
    ]
    response = HttpResponse(csv_text(COLUMNS, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="feedback.csv"'
    return response


def _when(moment: Any) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@may_work
def detail(request: ResidentRequest, ticket_id: int) -> HttpResponse:
    """One ticket with its history; the POST is the step that its button names."""
    ticket = _found(request.user, ticket_id)
    step = request.POST.get("step", "") if request.method == "POST" else ""
    chosen = next((one for one in templates() if str(one.pk) == request.GET.get("template")), None)
    forms = forms_of(step, request.POST, {"answer": {"text": chosen.text if chosen else ""}})
    refusal, status = "", 200
    if step in forms:
        status = 422
        if forms[step].is_valid():
            try:
                _take(request, ticket_id, step, forms[step].cleaned_data)
                messages.success(request, SAID[step])
                return redirect("feedback_desk:detail", ticket_id)
            except Refused as refused:
                refusal, status = refused.message, refused.status
                ticket = _found(request.user, ticket_id)
    return _detail(request, ticket, {"forms": forms, "refusal": refusal}, status)


def _take(request: ResidentRequest, ticket_id: int, step: str, values: dict[str, Any]) -> None:
    typed = request.POST.get("version", "")
    version = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
    seen: dict[str, Any] = {"by": request.user, "ticket_id": ticket_id, "version": version}
    if step == "route":
        steps.route(**seen, department_id=values["department"].pk, note=values["note"])
    elif step == "answer":
        steps.answer(**seen, text=values["text"])
    elif step == "note":
        steps.note(**seen, text=values["text"])
    else:
        steps.refuse_as_spam(**seen, reason=values["reason"])


def _detail(
    request: ResidentRequest, ticket: Ticket, more: dict[str, Any], status: int = 200
) -> HttpResponse:
    sealed = ticket.contact_sealed
    context = {
        "ticket": ticket,
        "events": history(ticket, public=False),
        "contact": masked_phone(unseal(sealed)) if sealed else "",
        "photo": photo_url(ticket=ticket, viewer=request.user),
        "templates": templates(),
        "may_route": request.user.has_perm(ROUTE),
        "may_answer": request.user.has_perm(HANDLE),
        **frame(ticket.number, ICON, (NAME, reverse("feedback_desk:list"))),
    }
    return render(request, "feedback/admin/ticket.html", context | more, status=status)


@require_POST
@never_cache
@may_work
def contact(request: ResidentRequest, ticket_id: int) -> HttpResponse:
    """The whole number, once, on a page that is not kept; the look is written down."""
    ticket = _found(request.user, ticket_id)
    try:
        phone = steps.reveal_contact(by=request.user, ticket_id=ticket_id)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("feedback_desk:detail", ticket_id)
    return _detail(request, ticket, {"forms": forms_of("", None, {}), "revealed": phone})


@require_safe
@never_cache
@may_work
def photo(request: ResidentRequest, token: str) -> HttpResponseBase:
    """The picture behind a signed address, for whom it was made and who may still see the ticket."""
    ticket_id = ticket_of(token, request.user)
    ticket = _found(request.user, ticket_id or 0)
    try:
        file = ticket.photo.open("rb")
    except (FileNotFoundError, ValueError):
        raise Http404 from None
    return FileResponse(file, content_type="image/jpeg", filename=f"{ticket.number}.jpg", headers=HEADERS)


@require_safe
@never_cache
@may_work
def helpful(request: ResidentRequest) -> HttpResponse:
    """What readers said of pages."""
    way = frame("页面反馈", ICON, (NAME, reverse("feedback_desk:list")))
    return render(request, "feedback/admin/helpful.html", {"page": page_of(helpful_counts(), request), **way})


def _found(user: User, ticket_id: int) -> Ticket:
    """Somebody else's and none look the same."""
    try:
        return ticket_for_staff(user, ticket_id)
    except NotFound:
        raise Http404 from None


def menu_item() -> MenuItem:
    """Where the desk stands in the menu."""
    return PermittedMenuItem(NAME, reverse("feedback_desk:list"), icon_name=ICON, order=420, rights=RIGHTS)


urlpatterns: list[URLPattern] = [
    path("", tickets, name="list"),
    path("helpful/", helpful, name="helpful"),
    path("photo/<str:token>/", photo, name="photo"),
    path("<row:ticket_id>/", detail, name="detail"),
    path("<row:ticket_id>/contact/", contact, name="contact"),
]
