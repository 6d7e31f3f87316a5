"""What the page 我的 says about habits: the running week, and the ways to badges, teams and boards."""

from typing import Any

from django.urls import reverse

from accounts.me import MenuItem, Section, adds_menu_items, adds_to_me_page
from accounts.models import User
from carbon_points.selectors.habits import city_rules, week_of
from carbon_points.selectors.year import open_years
from core import clock


@adds_to_me_page
def running_week(user: User) -> dict[str, Any]:
    """The week with its seven days; None when it is switched off."""
    return {"week": week_of(user)}


@adds_menu_items
def habits(user: User) -> list[MenuItem]:
    """What the city has not switched off. One query."""
    city, today = city_rules(), clock.today()
    items = [
        MenuItem(Section.POINTS, 30, "leaf", "我的减排", reverse("carbon_points:impact"), note="估算值"),
        MenuItem(Section.SETTINGS, 40, "settings", "习惯与显示", reverse("carbon_points:habits")),
    ]
    if city.shows_badges:
        items.append(MenuItem(Section.POINTS, 40, "bamboo", "我的徽章", reverse("carbon_points:badges")))
    if city.shows_year_account and today.month in {12, 1}:
        year = open_years(today)[0]
        url = reverse("carbon_points:year", args=[year])
        items.append(MenuItem(Section.POINTS, 50, "event", f"{year}年绿色账单", url))
    if city.shows_teams:
        items.append(MenuItem(Section.PEOPLE, 30, "people", "我的团队", reverse("carbon_points:teams")))
    if city.shows_boards:
        url = reverse("carbon_points:rank")
        items.append(MenuItem(Section.PEOPLE, 40, "chart", "一起做", url, note="看看大家的参与率"))
    return items
