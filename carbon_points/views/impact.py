"""What my own records add up to, and the account of a year with its poster."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from carbon_points.refusals import HabitRefused
from carbon_points.rules.quantities import day_of
from carbon_points.selectors.impact import EARLIEST, PERIODS, impact_of
from carbon_points.selectors.year import open_years, poster_of, year_account
from carbon_points.views.requests import ResidentRequest
from core import clock
from media.posters import draw_poster


@require_safe
@login_required
@never_cache
def impact(request: ResidentRequest) -> HttpResponse:
    """Estimates by week, month or year, in bars and in a table."""
    period = request.GET.get("period", "")
    period = period if period in PERIODS else "week"
    today = clock.today()
    asked = day_of(request.GET.get("day", "")) or today
    day = min(max(asked, EARLIEST), today)
    here = reverse("carbon_points:impact")
    context = {
        "tab": "me",
        "period": period,
        "periods": [
            {"key": key, "label": f"按{label}", "url": f"{here}?period={key}", "current": key == period}
            for key, label in PERIODS.items()
        ],
        "impact": impact_of(request.user, period=period, day=day, today=today),
        "word": PERIODS[period],
    }
    return render(request, "carbon_points/impact.html", context)


@require_safe
@login_required
@never_cache
def year(request: ResidentRequest, year: int) -> HttpResponse:
    """The account of one year; when it cannot be shown, why."""
    try:
        account, refusal = year_account(request.user, year), ""
    except HabitRefused as refused:
        account, refusal = None, refused.message
    context = {
        "tab": "me",
        "year": year,
        "account": account,
        "refusal": refusal,
        "years": open_years(clock.today())[:5],
    }
    return render(request, "carbon_points/year.html", context, status=404 if refusal else 200)


@require_safe
@login_required
@never_cache
def poster(request: ResidentRequest, year: int) -> HttpResponse:
    """The poster of the year as a picture; a year without records has none."""
    account = year_account(request.user, year)
    if account.is_empty:
        raise HabitRefused("这一年还没有记录，没有海报。", status=404)
    text = poster_of(request.user, account, address=request.build_absolute_uri("/"))
    return HttpResponse(draw_poster(text), content_type="image/jpeg")
