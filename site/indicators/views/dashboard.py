"""The public page of statistics: live numbers of the city, and what was published of closed stretches."""

from dataclasses import dataclass, replace
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from core.context import in_care_mode
from indicators import stretches, wording
from indicators.charts import framed, svg
from indicators.charts.shapes import LARGE_TEXT, TEXT
from indicators.open_data import TABLES
from indicators.presenting import cells
from indicators.presenting.comparison import comparison
from indicators.presenting.public import PublicCharts
from indicators.presenting.towns import RATE
from indicators.selectors import around as beside
from indicators.selectors import statistics as selectors
from indicators.selectors.city import city_numbers
from indicators.selectors.published import Around, Population, around, populations

WINDOWS = {"today": "今日", "week": "本周", "month": "本月", "total": "累计"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; whatever it does not make clear is the usual."""

    period: str
    start: date | None
    metric: str
    order: str


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """The city now, then one published stretch: trend, comparison, parts, and what went with them."""
    asked = asked_of(request)
    found = around(asked.period, asked.start)
    if found is None and not request.GET.get("period"):
        # The first month of a city has only days yet.
        asked = replace(asked, period="day")
        found = around(asked.period, asked.start)
    context: dict[str, object] = {
        "tab": "stats",
        "windows": _windows(),
        "as_of": selectors.folded_at(),
        "period": asked.period,
        "periods": stretches.PERIODS,
        "metric": asked.metric,
        "order": asked.order,
        "notes": wording.notes(),
        "suppressed_text": wording.SUPPRESSED,
        "not_the_citys_share": wording.NOT_THE_CITYS_SHARE,
        "downloads": TABLES,
    }
    if found is None:
        edition = selectors.edition()
        context["estimate"] = wording.estimate(
            method_version=edition.method_version, factor_year=edition.factor_year
        )
    else:
        large = in_care_mode(request)
        context |= _stretch(found, asked, populations(), large=large)
    return render(request, "indicators/statistics.html", context)


def asked_of(request: HttpRequest) -> Asked:
    """Read from the address; never refused."""
    period = request.GET.get("period", "")
    if period not in stretches.PERIODS:
        period = "month"
    try:
        start = parse_date(request.GET.get("start", "")[:10])
    except ValueError:
        start = None
    metric, order = request.GET.get("metric", ""), request.GET.get("order", "")
    return Asked(
        period,
        stretches.first_of(period, start) if start else None,
        metric if metric in {*cells.METRICS, RATE} else "logs",
        order if order in cells.METRICS else "",
    )


def _windows() -> list[dict[str, object]]:
    numbers = city_numbers()
    return [{"key": key, "label": label, "figure": getattr(numbers, key)} for key, label in WINDOWS.items()]


def _stretch(found: Around, asked: Asked, known: dict[str, Population], *, large: bool) -> dict[str, object]:
    published = found.found
    metric = "logs" if asked.metric == RATE and not known else asked.metric
    charts = PublicCharts(
        found, metric=metric, populations=known, order=asked.order, size=LARGE_TEXT if large else TEXT
    )
    names = {**cells.METRICS, **({RATE: "每千人次数"} if known else {})}
    return {
        "stretch": published,
        "stretch_name": stretches.name_of(published.period, published.start),
        "stretch_word": {"day": "天", "month": "月", "year": "年"}[published.period],
        "earlier": found.earlier,
        "later": found.later,
        "metric": metric,
        "metrics": names,
        "city_row": found.city(published.start),
        "charts": charts.all(),
        "comparison": comparison(found),
        "gatherings": beside.gatherings(published.from_on, published.to_on),
        "creations": beside.creations(published.start.year),
        "theme_days": beside.theme_days(published.start.year, until=published.to_on),
        "estimate": wording.estimate(
            method_version=published.method_version, factor_year=published.factor_year
        ),
    }


@require_safe
def chart(request: HttpRequest, key: str) -> HttpResponse:
    """A chart of the public page as an SVG file, with its title and its sentences."""
    asked = asked_of(request)
    found = around(asked.period, asked.start)
    charts = PublicCharts(found, metric=asked.metric, populations=populations()) if found else None
    drawn = charts.one(key) if charts else None
    if found is None or drawn is None or drawn.drawing is None:
        raise Http404
    published = found.found
    sentence = wording.estimate(method_version=published.method_version, factor_year=published.factor_year)
    address = request.build_absolute_uri(reverse("indicators:statistics"))
    picture = framed(drawn.drawing, title=drawn.title, notes=[drawn.as_of, *drawn.notes, sentence, address])
    return svg_file(svg.as_a_picture(picture), f"{key}-{published.start.isoformat()}")


def svg_file(source: str, name: str) -> HttpResponse:
    """A picture to save."""
    response = HttpResponse(source, content_type="image/svg+xml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.svg"'
    return response
