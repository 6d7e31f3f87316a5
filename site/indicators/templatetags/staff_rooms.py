"""The staff's navigation: `{% staff_rooms as rooms %}`, only what the person may use."""

from typing import Any

from django import template

from indicators.staff_desk import ROOMS, Room

register = template.Library()


@register.simple_tag(takes_context=True)
def staff_rooms(context: dict[str, Any]) -> list[Room]:
    """Rooms that are open to the one who looks."""
    user = context["request"].user
    return [room for room in ROOMS if not room.rights or any(user.has_perm(right) for right in room.rights)]
