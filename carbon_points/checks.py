"""What `manage.py check` says about the city's badges."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from carbon_points.city_badges import badge_problems


@register()
def badges_are_sound(**options: Any) -> list[CheckMessage]:
    """One error for each fault of badges.csv."""
    return [Error(str(problem), id="carbon_points.E101") for problem in badge_problems(settings.CITY.folder)]
