"""The public page of the open data."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from indicators import open_data as documents
from indicators import open_provenance, open_registry, wording
from indicators.open_registry import Dataset
from indicators.selectors import releases

PERIODS = {"day": "最近一日", "month": "最近一月", "year": "最近一年"}
KINDS = ("csv", "json", "xlsx")


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """What there is, under which licence, what is hidden, and downloads."""
    latest = [stored for period in PERIODS if (stored := releases.published(period))]
    context = {
        "tab": "stats",
        "licence": open_provenance.licence(),
        "datasets": [_described(dataset, latest) for dataset in open_registry.datasets()],
        "latest": latest,
        "labels": PERIODS,
        "notes": wording.notes(),
        "definitions": wording.DEFINITIONS,
        "live": [
            {"label": label, "url": f"{reverse('api:open-statistics')}?period={key}&by=city&format=csv"}
            for key, label in zip(documents.LIVE, ("今日", "本周", "本月", "累计"), strict=True)
        ],
        "list_url": reverse("api:open-datasets"),
        "package_url": reverse("api:open-package"),
    }
    return render(request, "indicators/open_data.html", context)


def _described(dataset: Dataset, latest: list[releases.Published]) -> dict[str, object]:
    address = reverse("api:open-dataset", args=[dataset.name])
    stretches = [
        {
            "label": PERIODS[stored.period],
            "from_on": stored.from_on,
            "to_on": stored.to_on,
            "files": [
                (kind.upper(), f"{address}?period={stored.period}&start={stored.start}&format={kind}")
                for kind in KINDS
            ],
        }
        for stored in latest
        if stored.period in dataset.periods
    ]
    now = [(kind.upper(), f"{address}?format={kind}") for kind in KINDS] if dataset.rows else []
    return {"dataset": dataset, "stretches": stretches, "files": now}
