"""Heads of a Wagtail table that its catalogue does not reach: they are made of field names in the code."""

from wagtail.sites.views import IndexView

HEADS = {"port": "端口", "site_name": "站点名称", "root_page": "首页"}


def name_site_columns() -> None:
    """Give the list of sites its Chinese heads."""
    for column in IndexView.columns:
        column.label = HEADS.get(column.name, column.label)
