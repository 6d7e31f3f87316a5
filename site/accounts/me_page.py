"""What the accounts app itself puts into the menu of 我的."""

from django.urls import reverse

from accounts.me import MenuItem, Section, adds_menu_items
from accounts.models import User


@adds_menu_items
def people_and_rights(user: User) -> list[MenuItem]:
    """Family, household, and what a person has agreed to. No query."""
    return [
        MenuItem(
            Section.PEOPLE,
            10,
            "people",
            "我的家人",
            reverse("family"),
            note="替没有手机的家人、邻居记录",
            care=True,
        ),
        MenuItem(Section.PEOPLE, 20, "home", "我的家庭", reverse("household"), note="一家人的账单只算一次"),
        MenuItem(Section.SETTINGS, 80, "check", "我的同意与注销", reverse("consents")),
    ]
