"""我的家人: people without a phone whom a resident keeps."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import rules
from accounts.models import Consent
from accounts.people_forms import KeepForm, KeptNameForm
from accounts.requests import ResidentRequest
from accounts.selectors.family import kept_person, people_kept_by
from accounts.services import family as services
from core.refusals import Refused

WEB = Consent.Channel.WEB


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def family(request: ResidentRequest) -> HttpResponse:
    """Whom I keep, and a form to add somebody."""
    form = KeepForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            person = services.keep_person(keeper=request.user, channel=WEB, **form.cleaned_data)
            messages.success(request, f"已添加“{person.nickname}”。")
            return redirect("family")
        except Refused as refused:
            form.add_error(None, refused.message)
            status = refused.status
    people = list(people_kept_by(request.user))
    context = {
        "tab": "me",
        "people": people,
        "form": form,
        "most": rules.PEOPLE_KEPT,
        "full": len(people) >= rules.PEOPLE_KEPT,
    }
    return render(request, "accounts/family.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def family_person(request: ResidentRequest, person_id: int) -> HttpResponse:
    """One person whom I keep: change the name, or go on to remove."""
    person = kept_person(request.user, person_id)
    bound = request.method == "POST"
    form = KeptNameForm(request.POST if bound else None, initial={"nickname": person.nickname})
    status = 422 if bound else 200
    if form.is_valid():
        try:
            services.rename_kept(keeper=request.user, person_id=person_id, **form.cleaned_data)
            messages.success(request, "称呼已改好。")
            return redirect("family")
        except Refused as refused:
            form.add_error("nickname", refused.message)
            status = refused.status
    context = {"tab": "me", "person": person, "form": form}
    return render(request, "accounts/family_person.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove_person(request: ResidentRequest, person_id: int) -> HttpResponse:
    """Ask; a POST erases the person whom I keep."""
    person = kept_person(request.user, person_id)
    if request.method == "POST":
        services.remove_kept(keeper=request.user, person_id=person_id)
        messages.success(request, f"已移除“{person.nickname}”。")
        return redirect("family")
    context = {
        "tab": "me",
        "title": f"要移除“{person.nickname}”吗？",
        "text": "称呼和年龄段会删除，没有用完的积分会作废，不能恢复。做过的事只留下数字，看不出是谁。",
        "label": "移除",
        "back_label": "先不移除",
        "back_url": reverse("family"),
    }
    return render(request, "confirm.html", context)
