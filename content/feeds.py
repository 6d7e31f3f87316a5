"""What is new, for feed readers: the whole site and each column."""

from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from wagtail.models import Page

from content.selectors.newest import column_named, newest_pages


class NewestFeed(Feed):  # type: ignore[type-arg]
    """The newest pages to read of the whole site."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, **kwargs: Any) -> Any:
        """No column: everything."""
        return None

    def title(self, column: Page | None) -> str:
        """The name of the site."""
        return f"{column.title} · {settings.CITY.site_name}" if column else str(settings.CITY.site_name)

    def subtitle(self, column: Page | None) -> str:
        """What the site is about."""
        return str(settings.CITY.slogan)

    def link(self, column: Page | None) -> str:
        """The page that it is about."""
        return (column.url or "/") if column else "/"

    def feed_url(self, column: Page | None) -> str:
        """Its own address."""
        return reverse("content:column-feed", args=[column.slug]) if column else reverse("content:feed")

    def items(self, column: Page | None) -> list[Any]:
        """The newest pages."""
        return newest_pages(column)

    def item_title(self, item: Any) -> str:
        """Its title as it stands; the feed escapes it."""
        return str(item.title)

    def item_description(self, item: Any) -> str:
        """Its summary."""
        return str(item.summary)

    def item_link(self, item: Any) -> str:
        """Its address."""
        return item.url or "/"

    def item_pubdate(self, item: Any) -> Any:
        """When it became public."""
        return item.first_published_at

    def item_updateddate(self, item: Any) -> Any:
        """When it changed last."""
        return item.last_published_at


class ColumnFeed(NewestFeed):
    """The newest pages of one column."""

    def get_object(self, request: HttpRequest, slug: str = "", **kwargs: Any) -> Page:
        """The column, when it is public."""
        column = column_named(slug)
        if column is None:
            raise Http404("No such column.")
        return column
