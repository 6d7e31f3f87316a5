"""The inbox in the menu of 我的."""

from django.urls import reverse

from accounts.me import MenuItem, Section, adds_menu_items
from accounts.models import User
from messaging.selectors import unread_count


@adds_menu_items
def inbox(user: User) -> list[MenuItem]:
    """The way to the messages, with how many are unread."""
    unread = unread_count(user)
    return [
        MenuItem(
            section=Section.SETTINGS,
            order=10,
            icon="mail",
            label="消息",
            url=reverse("messaging:messages"),
            badge=f"{unread} 条未读" if unread else "",
            care=True,
        )
    ]
