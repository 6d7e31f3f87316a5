"""The public registry of indicators."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from indicators.models import PlanIndicator
from indicators.plan_places import action_titles, address_of, heading_of
from indicators.selectors.official import history_of, indicator_by_code
from indicators.selectors.registry import registry

MOST_WORDS = 60


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every indicator of the plan by action, and those that the platform computes."""
    kind, words = request.GET.get("kind", ""), request.GET.get("q", "")[:MOST_WORDS]
    context = {
        "tab": "stats",
        "registry": registry(kind=kind, words=words),
        "kinds": [*PlanIndicator.Kind.choices, ("participation", "参与指标（平台记录计算）")],
        "asked": {"kind": kind, "q": words},
        "is_narrowed": bool(kind or words.strip()),
    }
    return render(request, "indicators/registry/index.html", context)


@require_safe
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator of the plan: what the plan says, what is known officially, and since when."""
    found = indicator_by_code(code)
    if found is None:
        raise Http404("No such indicator.")
    context = {
        "tab": "stats",
        "indicator": found,
        "action": heading_of(found.action_no, action_titles()),
        "place": address_of(found.anchor),
        "history": history_of(found),
    }
    return render(request, "indicators/registry/indicator.html", context)
