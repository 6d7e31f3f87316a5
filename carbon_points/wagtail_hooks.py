"""Puts staff's desks (carbon_points/admin/) into the admin: addresses and menu entries."""

from typing import Any

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from carbon_points.admin import anomalies, grants, partners, policies, review, review_cases
from carbon_points.admin.places import PlaceViewSet
from carbon_points.admin.reasons import ReasonTemplateViewSet
from carbon_points.admin.rewards import ShelfGroup
from carbon_points.services.lookups import LOOKED_UP


@hooks.register("register_admin_urls")
def desks() -> list[URLPattern | URLResolver]:
    """The addresses below /cms/."""
    return [
        path("anomalies/", include((anomalies.urlpatterns, "anomalies"))),
        path("partners/", include((partners.urlpatterns, "partners"))),
        path("review/", include((review_cases.urlpatterns, "review"))),
        path("rules/", include((policies.urlpatterns, "rules"))),
        path("grants/", include((grants.urlpatterns, "grants"))),
    ]


@hooks.register("register_admin_menu_item")
def anomalies_menu_item() -> MenuItem:
    """异常提示."""
    return anomalies.menu_item()


@hooks.register("register_admin_menu_item")
def rules_menu_item() -> MenuItem:
    """规则与预算."""
    return policies.menu_item()


@hooks.register("register_admin_menu_item")
def grants_menu_item() -> MenuItem:
    """人工发放."""
    return grants.menu_item()


@hooks.register("register_log_actions")
def look_ups(actions: LogActionRegistry) -> None:
    """Staff who look a resident up leave a line in the site's history."""
    actions.register_action(LOOKED_UP, "查找居民", "按手机号查找居民")


@hooks.register("register_admin_viewset")
def shelf() -> ShelfGroup:
    """奖励与公益."""
    return ShelfGroup()


@hooks.register("register_admin_viewset")
def places() -> PlaceViewSet:
    """扫码点位."""
    return PlaceViewSet()


@hooks.register("register_admin_menu_item")
def partners_menu_item() -> MenuItem:
    """合作方."""
    return partners.menu_item()


@hooks.register("register_log_actions")
def name_partner_actions(actions: Any) -> None:
    """What the history of a partner calls what was done to it."""
    actions.register_action(partners.CHANGED, "改动合作方", "改动了合作方、数据范围或密钥")
    actions.register_action(partners.EXPORTED, "导出登记簿", "导出了计入登记簿")


@hooks.register("register_admin_menu_item")
def review_menu_item() -> MenuItem:
    """记录核验."""
    return review.menu_item()


register_snippet(ReasonTemplateViewSet)
