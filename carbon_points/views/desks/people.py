"""People without a phone whom an organisation looks after: the list, and recording for several at once."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import Consent, OrganisationMember, User
from accounts.models.organisations import KEEPING_KINDS
from accounts.services.organisation_people import keep_for_organisation, remove_from_organisation
from carbon_points.forms.desks import DeskPersonForm
from carbon_points.forms.records import LogForm, person_id_of
from carbon_points.selectors.desks import STAFF_ROLES, desk_of, people_rows, person_at_desk
from carbon_points.services.helper_logs import record_for_each
from carbon_points.views.desks.record import choices, sent
from carbon_points.views.requests import ResidentRequest
from core import clock
from core.pagination import page_of
from core.refusals import NotFound, Refused

WEB = Consent.Channel.WEB
# One form holds a page of the list.
MOST_AT_ONCE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def people(request: ResidentRequest, code: str) -> HttpResponse:
    """Whom we look after, and a form to add somebody."""
    desk = _keeping_desk(request.user, code)
    form = DeskPersonForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            person = keep_for_organisation(
                organisation_id=desk.organisation_id, by=request.user, channel=WEB, **form.cleaned_data
            )
            messages.success(request, f"已添加“{person.nickname}”。")
            return redirect("carbon_points:desk-people", code)
        except Refused as refused:
            form.add_error(None, refused.message)
            status = refused.status
    context = {
        "tab": "me",
        "desk": desk,
        "form": form,
        "page": page_of(people_rows(desk.organisation), request),
        "may_remove": desk.role in STAFF_ROLES,
    }
    return render(request, "carbon_points/desks/people.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def remove(request: ResidentRequest, code: str, person_id: int) -> HttpResponse:
    """Ask; a POST erases somebody whom we look after."""
    desk = _keeping_desk(request.user, code)
    person = people_rows(desk.organisation).filter(pk=person_id).first()
    if person is None:
        raise NotFound("没有找到这位居民，请回到名单里重新选择。")
    if request.method == "POST":
        remove_from_organisation(organisation_id=desk.organisation_id, by=request.user, person_id=person_id)
        messages.success(request, f"已移除“{person.nickname}”。")
        return redirect("carbon_points:desk-people", code)
    return render(request, "carbon_points/desks/remove.html", {"tab": "me", "desk": desk, "person": person})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def several(request: ResidentRequest, code: str) -> HttpResponse:
    """One deed of several people of the list; each row gets its answer."""
    desk = _keeping_desk(request.user, code)
    form = LogForm(request.POST if request.method == "POST" else None)
    picked = {person_id_of(value[:19]) for value in request.POST.getlist("person")}
    answers: list[Any] = []
    refusal, status = "", 422 if form.is_bound else 200
    if form.is_bound and not any(picked):
        refusal = "请至少勾选一位。"
    elif form.is_valid():
        try:
            answers, status = _record(request.user, desk, picked, form), 200
        except Refused as refused:
            refusal, status = refused.message, refused.status
    page = page_of(people_rows(desk.organisation), request, size=MOST_AT_ONCE)
    context = {
        "tab": "me",
        "desk": desk,
        "page": page,
        "picked": picked,
        "answers": answers,
        "refusal": refusal or form.hidden_fault(),
    }
    context |= choices(desk, LogForm() if answers else form)
    return render(request, "carbon_points/desks/several.html", context, status=status)


def _record(user: User, desk: OrganisationMember, picked: set[int | None], form: LogForm) -> list[Any]:
    """What became of each of them. NotFound when one of them is not of the list."""
    numbers = sorted(number for number in picked if number)[: MOST_AT_ONCE + 1]
    if len(numbers) > MOST_AT_ONCE:
        raise Refused(f"一次最多为{MOST_AT_ONCE}位记录，请分几次。", code="too_many", status=422)
    now = clock.now()
    people = [person_at_desk(user, desk.organisation, number, now) for number in numbers]
    return record_for_each(helper=user, organisation_id=desk.organisation_id, people=people, **sent(form))


def _keeping_desk(user: User, code: str) -> OrganisationMember:
    """A desk that looks after people; NotFound for others."""
    desk = desk_of(user, organisation__code=code)
    if desk.organisation.kind not in KEEPING_KINDS:
        raise NotFound("学校不登记个人，只记人数；请用班级计数。")
    return desk
