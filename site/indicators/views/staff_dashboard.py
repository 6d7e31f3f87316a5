"""The staff's dashboard: overview, trends, quality. Read-only; nothing about one person is on it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import ResidentRequest
from core import clock
from indicators import access, changes, stretches, wording
from indicators.forms.trends import TrendForm
from indicators.presenting import cells, overview, staff
from indicators.selectors import around
from indicators.selectors import statistics as selectors
from indicators.selectors.staff import quality as quality_of
from indicators.selectors.staff import totals
from indicators.views import staff_charts as charts


@require_safe
@access.staff_with(access.VIEW)
def home(request: ResidentRequest) -> HttpResponse:
    """Tiles, trend, parts and organisations of one stretch."""
    period, start = charts.stretch_of(request)
    today = clock.today()
    last = min(stretches.last_of(period, start), today)
    pairs = [(period, start), (period, stretches.before(period, start)), *overview.people_asked(last)]
    context = {
        **_frame(request),
        "period": period,
        "periods": stretches.STAFF_PERIODS,
        "metric": charts.metric_of(request),
        "metrics": charts.metrics(),
        "start": start,
        "stretch_name": stretches.name_of(period, start),
        "is_running": stretches.last_of(period, start) >= today,
        "earlier": stretches.before(period, start),
        "later": stretches.before(period, start, -1),
        "has_later": stretches.last_of(period, start) < today,
        "tiles": overview.tiles(period, start, today, totals.stretches_of_city(pairs)),
        "charts": charts.overview_charts(request),
        "organisations": totals.organisations(period, start),
        "creations": around.creations(start.year),
    }
    return render(request, "indicators/staff/home.html", context)


@require_safe
@access.staff_with(access.VIEW)
def trends(request: ResidentRequest) -> HttpResponse:
    """One cell over time with its people, or several filters at once with logs and grams."""
    form = TrendForm(request.GET)
    drawn, actions = charts.trend_charts(request, form)
    context = {
        **_frame(request),
        "form": form,
        "charts": drawn,
        "actions": actions,
        "crossed_note": staff.CROSSED_NOTE,
    }
    return render(request, "indicators/staff/trends.html", context, status=200 if form.is_valid() else 422)


@require_safe
@access.staff_with(access.VIEW)
def quality(request: ResidentRequest) -> HttpResponse:
    """How far the records can be trusted, and what waits for somebody to look."""
    start = stretches.first_of("month", clock.today())
    kinds = totals.parts("month", start)["evidence"]
    own = next(cell for cell in kinds if cell.code == "self_reported")
    found = quality_of.quality()
    delay = quality_of.delay_of(found.folded_at)
    context = {
        **_frame(request),
        "quality": found,
        "stretch_name": stretches.name_of("month", start),
        "own_share": changes.share(cells.value(own, "logs"), cells.summed(kinds, "logs")),
        "is_late": delay is not None and delay > quality_of.LATE,
        "delay_minutes": int(delay.total_seconds() // 60) if delay else None,
        "charts": charts.quality_charts(request),
    }
    return render(request, "indicators/staff/quality.html", context)


def _frame(request: ResidentRequest) -> dict[str, object]:
    return {
        "tab": "stats",
        "as_of": selectors.folded_at(),
        "estimate": charts.estimate(),
        "not_the_citys_share": wording.NOT_THE_CITYS_SHARE,
    }
