"""What the page 我的 says about points."""

from typing import Any

from django.urls import reverse

from accounts.me import MenuItem, Section, adds_menu_items, adds_to_me_page
from accounts.models import User
from carbon_points.selectors.desks import keeps_and_belongs
from carbon_points.selectors.ledger import balance_of


@adds_to_me_page
def balance(user: User) -> dict[str, Any]:
    """Points to spend."""
    return {"balance": balance_of(user)}


@adds_menu_items
def people_and_desks(user: User) -> list[MenuItem]:
    """Recording for the family, my own code, my organisations; each only for whom it concerns. One query."""
    keeps, belongs = keeps_and_belongs(user)
    family, desks = reverse("carbon_points:family-records"), reverse("carbon_points:orgs")
    code = reverse("carbon_points:own-code")
    items = [MenuItem(Section.PEOPLE, 50, "qr", "出示我的码", code, note="请志愿者帮忙记录时用")]
    if keeps:
        items.append(MenuItem(Section.PEOPLE, 5, "family", "家人代记", family, care=True))
    if belongs:
        items.append(MenuItem(Section.PEOPLE, 60, "building", "我的组织", desks, care=True))
    return items


@adds_menu_items
def records(user: User) -> list[MenuItem]:
    """The way to one's records and points."""
    points = reverse("carbon_points:points")
    return [
        MenuItem(Section.POINTS, 10, "log", "我的记录", points, note="10 分钟内可以撤销", care=True),
        MenuItem(
            *(Section.POINTS, 15, "check", "照片与账单核验", reverse("carbon_points:submissions")),
            note="看看核验到哪一步了",
        ),
        MenuItem(Section.POINTS, 20, "coin", "积分明细", f"{points}?kind=ledger"),
    ]


@adds_menu_items
def partners(user: User) -> list[MenuItem]:
    """What bus operator, recycler and others may report. No query."""
    return [
        MenuItem(
            Section.SETTINGS,
            70,
            "link",
            "合作方数据",
            reverse("carbon_points:partners"),
            note="公交、回收等单位替您记录",
        )
    ]
