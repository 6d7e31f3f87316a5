"""What a participation indicator means, what it was in the last months, and what it does not say."""

from datetime import date

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from indicators import wording
from indicators.participation.catalogue import DEFINITIONS, versions
from indicators.participation.definitions import NO_TARGET
from indicators.participation.value import Value
from indicators.participation.values import value_of
from indicators.periods import EPOCH, stretch_before, stretch_words
from indicators.selectors import statistics

_MONTHS = 12
# Closed months seldom change; the total may be so old.
_SECONDS = 300
# A stock at the end of a stretch, and a median: neither adds up over time.
_NO_TOTAL = ("P10-ANSWERS",)


@require_safe
def participation_indicator(request: HttpRequest, code: str) -> HttpResponse:
    """The definition with its versions, the last closed months and the total."""
    definition = DEFINITIONS.get(code)
    if definition is None:
        raise Http404("No such indicator.")
    today = clock.today()
    months, total = cache.get_or_set(
        f"participation:{code}:{today}", lambda: _read(code, today), _SECONDS
    ) or _read(code, today)
    edition = statistics.edition()
    context = {
        "tab": "stats",
        "definition": definition,
        "versions": versions(code),
        "months": months,
        "latest": months[0],
        "total": None if code in _NO_TOTAL else total,
        "no_target": NO_TARGET,
        "suppressed_text": wording.SUPPRESSED,
        "why_suppressed": wording.WHY_SUPPRESSED,
        "estimate": wording.estimate(method_version=edition.method_version, factor_year=edition.factor_year)
        if definition.quantity == "grams"
        else "",
    }
    return render(request, "indicators/participation/indicator.html", context)


def _read(code: str, today: date) -> tuple[list[dict[str, object]], Value]:
    """The last closed months, the newest first, and the total."""
    months, start = [], today.replace(day=1)
    for _ in range(_MONTHS):
        start = stretch_before("month", start)
        months.append({"label": stretch_words("month", start), "value": value_of(code, "month", start)})
    return months, value_of(code, "total", EPOCH)
