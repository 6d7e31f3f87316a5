"""Puts staff's desks (carbon_points/admin/) into the admin: addresses and menu entries."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from carbon_points.admin import anomalies
from carbon_points.admin.places import PlaceViewSet


@hooks.register("register_admin_urls")
def desks() -> list[URLPattern | URLResolver]:
    """The addresses below /cms/."""
    return [
        path("anomalies/", include((anomalies.urlpatterns, "anomalies"))),
    ]


@hooks.register("register_admin_menu_item")
def anomalies_menu_item() -> MenuItem:
    """异常提示."""
    return anomalies.menu_item()


@hooks.register("register_admin_viewset")
def places() -> PlaceViewSet:
    """扫码点位."""
    return PlaceViewSet()
