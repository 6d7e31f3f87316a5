"""News, notices and explanations of policy; the corner for enterprises uses them too."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.search import index

from content.models.base import Column, ReadingPage, reading_panels
from content.selectors.columns import column_url, listing
from content.selectors.news import interpretations_of

# Articles on one page of a list.
ROWS = 12


class NewsIndexPage(Column):
    """资讯: news and notices of the city."""

    template = "content/news/index.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["content.HomePage"]
    subpage_types: ClassVar[list[str]] = ["content.ArticlePage", "content.ColumnPage"]

    class Meta:
        verbose_name = "栏目：资讯"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What lies below."""
        context = super().get_context(request, *args, **kwargs)
        return context | listing(self, request, ArticlePage, field="kind", size=ROWS)


class ColumnPage(Column):
    """A column within a column, such as 通知公告."""

    template = "content/news/index.html"
    parent_page_types: ClassVar[list[str]] = ["content.NewsIndexPage", "content.EnterprisePage"]
    subpage_types: ClassVar[list[str]] = ["content.ArticlePage"]

    class Meta:
        verbose_name = "子栏目"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What lies below."""
        context = super().get_context(request, *args, **kwargs)
        return context | listing(self, request, ArticlePage, field="kind", size=ROWS)


class EnterprisePage(Column):
    """企业专区: green purchasing, carbon accounting and disclosure, what the plan asks of enterprises."""

    template = "content/news/enterprise.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["content.HomePage"]
    subpage_types: ClassVar[list[str]] = ["content.ArticlePage", "content.ColumnPage"]

    class Meta:
        verbose_name = "栏目：企业专区"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What lies below, and the way to the lectures."""
        context = super().get_context(request, *args, **kwargs)
        found = {"training_url": column_url("training")}
        return context | listing(self, request, ArticlePage, size=ROWS) | found


class ArticlePage(ReadingPage):
    """An article or notice. A policy and what explains it point at each other."""

    class Kind(models.TextChoices):
        NEWS = "news", "动态"
        NOTICE = "notice", "通知公告"
        POLICY = "policy", "政策文件"
        INTERPRETATION = "interpretation", "政策解读"
        KNOWLEDGE = "knowledge", "知识"

    kind = models.CharField("类型", max_length=20, choices=Kind, default=Kind.NEWS)
    document_number = models.CharField("发文字号", max_length=60, blank=True)
    interprets = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="interpretations",
        verbose_name="解读的是",
        help_text="政策解读请选择被解读的文件或方案页面，两边会互相链接。",
    )

    template = "content/news/article.html"
    parent_page_types: ClassVar[list[str]] = [
        "content.NewsIndexPage",
        "content.ColumnPage",
        "content.EnterprisePage",
    ]
    subpage_types: ClassVar[list[str]] = []
    content_panels = reading_panels(
        "<p>标题说清是什么事，不超过 32 个字（公众号的上限）。开头一段写时间、地点、谁、做什么。"
        "通知请写明截止日期和联系人。</p>",
        FieldPanel("kind"),
        FieldPanel("document_number"),
        PageChooserPanel(
            "interprets",
            [
                *("content.ArticlePage", "content.PlanPage", "content.PlanSectionPage"),
                *("content.CampaignPage", "content.ContestPage"),
            ],
        ),
    )
    search_fields = [
        *ReadingPage.search_fields,
        index.SearchField("document_number"),
        index.FilterField("kind"),
    ]

    class Meta:
        verbose_name = "资讯文章"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The article with what it explains and what explains it."""
        context = super().get_context(request, *args, **kwargs)
        explained = self.interprets
        return context | {
            "interprets": explained if explained is not None and explained.live else None,
            "interpretations": interpretations_of(self) if self.pk else [],
        }

    def clean(self) -> None:
        """A page does not explain itself."""
        super().clean()
        if self.pk and self.interprets_id == self.pk:
            self.interprets = None
