"""Own habits: badges, and the page with every switch."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Consent
from carbon_points.forms.habits import HabitForm
from carbon_points.selectors.badges import badge_page
from carbon_points.selectors.habits import choice_of, city_rules
from carbon_points.services.habits import choose_habits
from carbon_points.views.requests import ResidentRequest
from core.refusals import Refused


@require_safe
@login_required
@never_cache
def badges(request: ResidentRequest) -> HttpResponse:
    """Badges with reason and date, and quietly those that may come."""
    shown = choice_of(request.user).shows_badges and city_rules().shows_badges
    context = {"tab": "me", "badges": badge_page(request.user) if shown else None}
    return render(request, "carbon_points/badges.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def habits(request: ResidentRequest) -> HttpResponse:
    """Everything about habits that can be switched; a POST keeps it."""
    if request.method != "POST":
        return _settings(request, HabitForm.of(choice_of(request.user)), 200)
    form, status = HabitForm(request.POST), 422
    if form.is_valid():
        try:
            choose_habits(resident=request.user, channel=Consent.Channel.WEB, **form.cleaned_data)
            messages.success(request, "已保存。")
            return redirect("carbon_points:habits")
        except Refused as refused:
            form.add_error("in_ranking", refused.message)
            status = refused.status
    return _settings(request, form, status)


def _settings(request: ResidentRequest, form: HabitForm, status: int) -> HttpResponse:
    return render(request, "carbon_points/habits.html", {"tab": "me", "form": form}, status=status)
