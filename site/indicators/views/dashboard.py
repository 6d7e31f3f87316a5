"""The public page of statistics: the city live, its parts as they were last published."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from indicators import wording
from indicators.open_data import TABLES
from indicators.selectors import releases
from indicators.selectors import statistics as selectors
from indicators.selectors.figures import Figure, figures


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Today, week, month and total of the city; the latest closed stretch by category, town and evidence."""
    moment = figures()
    address = reverse("indicators:statistics")
    periods = [
        {
            "key": window.key,
            "label": window.label,
            "url": f"{address}?period={window.key}",
            **_numbers(moment.city(window.key)),
        }
        for window in moment.windows
    ]
    asked = request.GET.get("period", "")
    period = next((period for period in periods if period["key"] == asked), periods[-1])
    key = "day" if period["key"] in ("today", "week") else "month"
    closed = releases.published(key)
    edition = selectors.edition()
    context = {
        "tab": "stats",
        "periods": periods,
        "period": period,
        "closed": closed,
        "by_category": closed.rows("category") if closed else [],
        "by_town": closed.rows("town") if closed else [],
        "by_evidence": closed.rows("evidence") if closed else [],
        "as_of": selectors.folded_at(),
        "method_version": edition.method_version,
        "factor_year": edition.factor_year,
        "estimate": wording.estimate(method_version=edition.method_version, factor_year=edition.factor_year),
        "notes": wording.notes(),
        "suppressed_text": wording.SUPPRESSED,
        "not_the_citys_share": wording.NOT_THE_CITYS_SHARE,
        "downloads": [
            {"label": label, "url": f"/api/v1/open/statistics?period={period['key']}&by={by}&format=csv"}
            for by, label in TABLES.items()
        ],
    }
    return render(request, "indicators/statistics.html", context)


def _numbers(figure: Figure) -> dict[str, object]:
    names = ("from_on", "to_on", "logs", "people", "milligrams", "low_mg", "high_mg", "suppressed")
    return {name: getattr(figure, name) for name in names}
