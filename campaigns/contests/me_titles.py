"""Titles in the menu of 我的."""

from django.urls import reverse

from accounts.me import MenuItem, Section, adds_menu_items
from accounts.models import User
from campaigns.contests.selectors.titles import titles_of


@adds_menu_items
def titles(user: User) -> list[MenuItem]:
    """Mine and my organisations', when there are any. One query."""
    if not titles_of(user).exists():
        return []
    url = reverse("contests:my-titles")
    return [MenuItem(Section.PEOPLE, 8, "leaf", "我的称号", url, note="证书、牌匾、年度复核")]
