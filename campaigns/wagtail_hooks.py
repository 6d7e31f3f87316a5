"""Puts staff's desks (campaigns/admin/) into the admin: addresses and menu entries."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from campaigns.admin import wall


@hooks.register("register_admin_urls")
def desks() -> list[URLPattern | URLResolver]:
    """The addresses below /cms/."""
    return [path("wall/", include((wall.urlpatterns, "wall")))]


@hooks.register("register_admin_menu_item")
def wall_menu_item() -> MenuItem:
    """合影墙审核."""
    return wall.menu_item()
