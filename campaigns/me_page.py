"""Campaigns in the menu of 我的."""

from django.urls import reverse

from accounts.me import MenuItem, Section, adds_menu_items
from accounts.models import User
from campaigns.selectors.registrations import coming_count


@adds_menu_items
def campaigns(user: User) -> list[MenuItem]:
    """What I registered for. One query."""
    coming = coming_count(user)
    return [
        MenuItem(
            Section.PEOPLE,
            5,
            "event",
            "我的活动",
            reverse("campaigns:my-campaigns"),
            badge=f"{coming} 场" if coming else "",
            care=True,
        )
    ]
