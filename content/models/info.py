"""Help and statements: how the site works and what it promises."""

from typing import Any, ClassVar

from django.http import HttpRequest

from content.models.base import Column, ReadingPage, reading_panels
from content.selectors.columns import listing


class InfoIndexPage(Column):
    """帮助."""

    template = "content/info/index.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["content.HomePage"]
    subpage_types: ClassVar[list[str]] = ["content.InfoPage"]

    class Meta:
        verbose_name = "栏目：帮助"

    @property
    def tab(self) -> str:
        """Help lies under no tab."""
        return "help"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What lies below."""
        context = super().get_context(request, *args, **kwargs)
        return context | listing(self, request, InfoPage)


class InfoPage(ReadingPage):
    """One page of help, or a statement such as that on accessibility."""

    template = "content/info/page.html"
    parent_page_types: ClassVar[list[str]] = ["content.InfoIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = reading_panels("<p>一问一答最好用“问答”块；老人看的说明，一屏只放一件事。</p>")

    class Meta:
        verbose_name = "帮助或声明"

    @property
    def tab(self) -> str:
        """Help lies under no tab."""
        return "help"

    @property
    def card_icon(self) -> str:
        """The picture of help."""
        return "info"
