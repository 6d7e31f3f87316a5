"""The charts of the staff's pages: what an address asks for, drawn; and each of them as a file."""

from datetime import date

from django.http import Http404, HttpResponse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from accounts.requests import ResidentRequest
from core import clock
from core.templatetags.ui import moment
from indicators import access, stretches, wording
from indicators.charts import Chart, framed, svg
from indicators.forms.trends import TrendForm
from indicators.models import Scope
from indicators.presenting import cells, staff
from indicators.presenting.evidence import evidence_chart
from indicators.presenting.towns import RATE
from indicators.selectors import statistics as selectors
from indicators.selectors.published import populations
from indicators.selectors.staff import crossed, totals
from indicators.views.dashboard import svg_file

STEPS = {"day": 30, "week": 26, "month": 24, "year": 5}


@require_safe
@access.staff_with(access.VIEW)
def chart(request: ResidentRequest, key: str) -> HttpResponse:
    """A chart of these pages as an SVG file."""
    page = request.GET.get("page", "")
    if page == "trends":
        found = trend_charts(request, TrendForm(request.GET))[0]
    else:
        found = quality_charts(request) if page == "quality" else overview_charts(request)
    drawn = next((one for one in found if one.key == key), None)
    if drawn is None or drawn.drawing is None:
        raise Http404
    notes = [drawn.as_of, *drawn.notes, estimate()]
    source = svg.as_a_picture(framed(drawn.drawing, title=drawn.title, notes=notes))
    return svg_file(source, f"{page or 'overview'}-{key}")


def stretch_of(request: ResidentRequest) -> tuple[str, date]:
    period = request.GET.get("period", "")
    if period not in stretches.STAFF_PERIODS:
        period = "month"
    today = clock.today()
    try:
        day = parse_date(request.GET.get("start", "")[:10])
    except ValueError:
        day = None
    # Years that no log can have would leave the calendar at one of its ends.
    day = day if day and day.year > 2000 and day <= today else today
    return period, stretches.first_of(period, day)


def metrics() -> dict[str, str]:
    return {**cells.METRICS, **({RATE: "每千人次数"} if populations() else {})}


def metric_of(request: ResidentRequest) -> str:
    asked = request.GET.get("metric", "")
    return asked if asked in metrics() else "logs"


def estimate() -> str:
    edition = selectors.edition()
    return wording.estimate(method_version=edition.method_version, factor_year=edition.factor_year)


def _sheet(name: str, page: str, query: dict[str, str]) -> staff.Sheet:
    folded = selectors.folded_at()
    return staff.Sheet(name + (f" · 统计截至 {moment(folded)}" if folded else ""), page, query)


def overview_charts(request: ResidentRequest) -> list[Chart]:
    period, start = stretch_of(request)
    metric = metric_of(request)
    query = {"period": period, "start": start.isoformat(), "metric": metric}
    sheet = _sheet(stretches.name_of(period, start), "overview", query)
    counted = "people" if metric == "people" else "logs"
    trend = _trend(sheet, period, start, Scope.CITY.value, "", counted, "全市")
    return [trend, *staff.charts_of_parts(sheet, totals.parts(period, start), metric, populations())]


def _trend(
    sheet: staff.Sheet, period: str, start: date, scope: str, key: str, metric: str, label: str
) -> Chart:
    steps = stretches.steps_to(period, start, STEPS[period])
    earlier = [stretches.year_before(step, period) or stretches.before(period, step, 366) for step in steps]
    found = totals.one_over_time(period, {*steps, *earlier}, scope, key, label)
    now = {step: found[step] for step in steps}
    then = {step: found[step] for step in earlier} if period != "year" else {}
    title = f"{label}：逐{stretches.STAFF_PERIODS[period]}{cells.METRICS[metric]}"
    return staff.trend_of_cells(sheet, period, now, then, metric, title)


def trend_charts(request: ResidentRequest, form: TrendForm) -> tuple[list[Chart], list[crossed.Sums]]:
    if not form.is_valid():
        return [], []
    chosen, data = form.chosen, form.cleaned_data
    query = {name: str(value) for name, value in request.GET.items() if name in form.fields and value}
    label = "、".join(form.label_of(name) for name in chosen) or "全市"
    filters = form.filters
    if len(chosen) > 1:
        sheet = _sheet(f"{filters.from_on} 至 {filters.to_on}", "trends", query)
        return [staff.trend_of_sums(sheet, crossed.by_day(filters), label)], crossed.by_action(filters)
    period = data["period"] or "day"
    start = stretches.first_of(period, data["to_on"])
    sheet = _sheet(f"到{stretches.name_of(period, start)}", "trends", query)
    scope, key = (chosen[0], data[chosen[0]]) if chosen else (Scope.CITY.value, "")
    charts = [_trend(sheet, period, start, scope, key, metric, label) for metric in cells.METRICS]
    within = (filters.to_on - filters.from_on).days < crossed.MOST_DAYS
    downwards = within and "organisation" not in chosen and data["evidence"] != "unquantified"
    return charts, crossed.by_action(filters) if downwards else []


def quality_charts(request: ResidentRequest) -> list[Chart]:
    start = stretches.first_of("month", clock.today())
    sheet = _sheet(stretches.name_of("month", start), "quality", {})
    kinds = totals.parts("month", start)["evidence"]
    return [
        evidence_chart(
            kinds,
            moment=sheet.moment,
            picture=sheet.picture("evidence"),
            how=staff.about("evidence"),
            notes=(wording.EVIDENCE_APART,),
            hidden=cells.SMALL,
        )
    ]
