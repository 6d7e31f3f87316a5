"""Contests in the menu of 我的."""

from django.urls import reverse

from accounts.me import MenuItem, Section, adds_menu_items
from accounts.models import User
from campaigns.contests.models import Entry
from campaigns.contests.selectors.entries import own_entries


@adds_menu_items
def contests(user: User) -> list[MenuItem]:
    """What I applied for; a note when something came back. One query."""
    returned = own_entries(user).filter(state=Entry.State.RETURNED).count()
    return [
        MenuItem(
            Section.PEOPLE,
            7,
            "bamboo",
            "我的申报",
            reverse("contests:mine"),
            badge=f"{returned} 份退回修改" if returned else "",
        )
    ]
