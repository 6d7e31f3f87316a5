"""Rewards, vouchers and gifts in the menu of 我的; the desk for those who work at one."""

from django.urls import reverse

from accounts.me import MenuItem, Section, adds_menu_items
from accounts.models import User
from carbon_points.selectors.merchant import desks_of
from carbon_points.selectors.vouchers import waiting_vouchers


@adds_menu_items
def rewards(user: User) -> list[MenuItem]:
    """What points are good for, and what was taken for them. One query."""
    waiting = waiting_vouchers(user)
    return [
        MenuItem(
            Section.POINTS,
            30,
            "gift",
            "兑换",
            reverse("carbon_points:rewards"),
            note="积分能换什么",
            care=True,
        ),
        MenuItem(
            Section.POINTS,
            40,
            "ticket",
            "我的兑换码",
            reverse("carbon_points:vouchers"),
            badge=f"{waiting} 张待使用" if waiting else "",
            care=True,
        ),
        MenuItem(Section.POINTS, 50, "heart", "我捐出的积分", reverse("carbon_points:gifts")),
    ]


@adds_menu_items
def desk(user: User) -> list[MenuItem]:
    """Only for those who hand rewards over. One query."""
    if not desks_of(user).exists():
        return []
    url = reverse("carbon_points:desk")
    return [MenuItem(Section.PEOPLE, 60, "check", "兑换点工作台", url, note="核销、对账、库存", care=True)]
