"""The public page of the rules in force, and of those that are announced."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from carbon_points.selectors.policy_history import public_changes, public_policies
from carbon_points.selectors.policy_rows import held_rows, objects_of
from core import clock
from core.pagination import page_of


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """What holds for the whole city today, and every version that was published."""
    today = clock.today()
    page = page_of(public_policies(), request)
    (city,) = held_rows("city", objects_of("city", today), today)
    context = {
        "city_rules": [words.partition("：")[::2] for words in city.words],
        "since": city.policy and city.policy.valid_from,
        "page": page,
        "changes": public_changes(page),
        "today": today,
    }
    return render(request, "carbon_points/rules.html", context)
