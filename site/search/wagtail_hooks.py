"""Puts the report of search terms into the admin."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from search.admin import terms


@hooks.register("register_admin_urls")
def term_report() -> list[URLResolver]:
    """The addresses below /cms/."""
    return [path("reports/search-terms/", include((terms.urlpatterns, "search-terms")))]


@hooks.register("register_reports_menu_item")
def terms_menu_item() -> MenuItem:
    """搜索词."""
    return terms.menu_item()


@hooks.register("construct_reports_menu")
def hide_wagtails_report(request: HttpRequest, items: list[MenuItem]) -> None:
    """It counts with a row for each search and never forgets; nothing of ours writes there."""
    items[:] = [item for item in items if item.name != "search-terms"]
