"""投诉建议 in the menu of 我的."""

from django.urls import reverse

from accounts.me import MenuItem, Section, adds_menu_items
from accounts.models import User


@adds_menu_items
def own_tickets(user: User) -> list[MenuItem]:
    """The way to one's own tickets. No query."""
    return [MenuItem(Section.SETTINGS, 60, "mail", "我的投诉建议", reverse("feedback:mine"))]
