"""Beside the public page: its live number for those without a socket, and what the numbers can tell."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.remembered import Remembered
from indicators import honesty, wording
from indicators.selectors import statistics as selectors
from indicators.selectors.city import live_message

# Everybody gets the same answer for so long.
_LIVE_SECONDS = 5
_live: Remembered[str] = Remembered(seconds=_LIVE_SECONDS)


@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """The live number for pages without a socket; the same for all, so it may be kept for seconds."""
    response = HttpResponse(_live.get(live_message), content_type="application/json")
    response["Cache-Control"] = f"public, max-age={_LIVE_SECONDS}"
    return response


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What these numbers can tell and what they cannot."""
    edition = selectors.edition()
    sentence = wording.estimate(method_version=edition.method_version, factor_year=edition.factor_year)
    context = {
        "tab": "stats",
        "feeds": honesty.FEEDS,
        "estimate": sentence,
        "not_the_citys_share": wording.NOT_THE_CITYS_SHARE,
    }
    return render(request, "indicators/statistics_about.html", context)
