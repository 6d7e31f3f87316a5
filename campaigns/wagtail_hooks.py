"""Puts staff's desks (campaigns/admin/) into the admin: addresses and menu entries."""

from typing import Any

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from campaigns.admin import running, wall
from campaigns.services.running import LIST_TAKEN, PHONE_SHOWN


@hooks.register("register_admin_urls")
def desks() -> list[URLPattern | URLResolver]:
    """The addresses below /cms/."""
    return [
        path("wall/", include((wall.urlpatterns, "wall"))),
        path("campaigns/", include((running.urlpatterns, "run-campaigns"))),
    ]


@hooks.register("register_log_actions")
def name_log_actions(actions: Any) -> None:
    """What the history calls a look at personal data."""
    actions.register_action(PHONE_SHOWN, "查看手机号", "查看了报名人的手机号")
    actions.register_action(LIST_TAKEN, "导出名单", "导出了报名名单")


@hooks.register("register_admin_menu_item")
def running_menu_item() -> MenuItem:
    """活动现场."""
    return running.menu_item()


@hooks.register("register_admin_menu_item")
def wall_menu_item() -> MenuItem:
    """合影墙审核."""
    return wall.menu_item()
