"""The public page of statistics."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from indicators import wording
from indicators.open_data import TABLES
from indicators.selectors import statistics as selectors
from indicators.selectors.figures import Figure


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Today, week, month and total; one of them by category, town and evidence."""
    found = selectors.statistics()
    address = reverse("indicators:statistics")
    periods = [
        {
            "key": window.key,
            "label": window.label,
            "url": f"{address}?period={window.key}",
            **_numbers(found.moment.city(window.key)),
        }
        for window in found.moment.windows
    ]
    asked = request.GET.get("period", "")
    period = next((period for period in periods if period["key"] == asked), periods[-1])
    key = str(period["key"])
    edition = selectors.edition()
    context = {
        "tab": "stats",
        "periods": periods,
        "period": period,
        "by_category": found.by_category(key),
        "by_town": found.by_town(key),
        "by_evidence": found.by_evidence(key),
        "as_of": selectors.folded_at(),
        "method_version": edition.method_version,
        "factor_year": edition.factor_year,
        "estimate": wording.estimate(method_version=edition.method_version, factor_year=edition.factor_year),
        "notes": wording.notes(),
        "suppressed_text": wording.SUPPRESSED,
        "not_the_citys_share": wording.NOT_THE_CITYS_SHARE,
        "downloads": [
            {"label": label, "url": f"/api/v1/open/statistics?period={key}&by={by}&format=csv"}
            for by, label in TABLES.items()
        ],
    }
    return render(request, "indicators/statistics.html", context)


def _numbers(figure: Figure) -> dict[str, object]:
    names = ("from_on", "to_on", "logs", "people", "milligrams", "low_mg", "high_mg", "suppressed")
    return {name: getattr(figure, name) for name in names}
