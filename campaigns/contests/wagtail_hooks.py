"""Puts staff's desks (contests/admin/) into the admin: addresses and menu entries."""

from typing import Any

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from campaigns.contests.admin import running
from campaigns.contests.services.desk import ENTRIES_TAKEN
from campaigns.contests.services.likes import LEFT_OUT


@hooks.register("register_admin_urls")
def desks() -> list[URLPattern | URLResolver]:
    """The addresses below /cms/."""
    return [path("contests/", include((running.urlpatterns, "run-contests")))]


@hooks.register("register_log_actions")
def name_log_actions(actions: Any) -> None:
    """What the history calls a look at personal data, and likes that are left out."""
    actions.register_action(ENTRIES_TAKEN, "导出申报名单", "导出了申报名单")
    actions.register_action(LEFT_OUT, "点赞不计入", "把一批点赞标为不计入")


@hooks.register("register_admin_menu_item")
def running_menu_item() -> MenuItem:
    """绿色创建."""
    return running.menu_item()
