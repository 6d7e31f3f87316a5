"""Low-carbon guides: what a resident can do at home, at table, on the road, on the field."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from content.blocks import PROSE, StepBlock
from content.models.base import Column, ReadingPage, reading_panels
from content.selectors.columns import listing
from core.templatetags.ui import category_icon


class GuideIndexPage(Column):
    """指南: all guides, by the sides of daily life."""

    template = "content/guides/index.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["content.HomePage"]
    subpage_types: ClassVar[list[str]] = ["content.GuidePage"]

    class Meta:
        verbose_name = "栏目：指南"

    @property
    def tab(self) -> str:
        """Guides have a tab."""
        return "guides"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What lies below."""
        context = super().get_context(request, *args, **kwargs)
        return context | listing(self, request, GuidePage, field="category")


class GuidePage(ReadingPage):
    """One guide, one thing to do: three lines first, then the steps, then why."""

    class Category(models.TextChoices):
        CLOTHING = "clothing", "衣"
        FOOD = "food", "食"
        HOME = "home", "住"
        TRAVEL = "travel", "行"
        TOURISM = "tourism", "游"
        GOODS = "goods", "用"
        FARMING = "farming", "农"

    category = models.CharField("类别", max_length=10, choices=Category)
    key_points = StreamField(
        [("point", blocks.CharBlock(label="一句话", max_length=40))],
        min_num=3,
        max_num=3,
        blank=True,
        verbose_name="三句话",
        help_text="只看这三句也知道怎么做。每句不超过 40 字。",
    )
    steps = StreamField([("step", StepBlock())], blank=True, verbose_name="步骤")
    why = RichTextField(
        "为什么", blank=True, features=PROSE, help_text="出现数字时，在“依据和出处”里写明来源。"
    )
    safety = models.CharField("安全提醒", max_length=200, blank=True)
    audio = models.ForeignKey(
        "media.Paper",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="朗读录音",
        help_text="可以不传；浏览器会朗读的，读者能直接听。",
    )

    template = "content/guides/guide.html"
    parent_page_types: ClassVar[list[str]] = ["content.GuideIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = reading_panels(
        "<p>一篇指南只讲一件事：先三句话，再步骤，最后讲为什么。读者多在手机上看，每步两三行就够。"
        "例：《空调温度怎么设》。</p>",
        FieldPanel("category"),
        FieldPanel("key_points"),
        FieldPanel("steps"),
        FieldPanel("why"),
        FieldPanel("safety"),
        FieldPanel("audio"),
    )
    search_fields = [
        *ReadingPage.search_fields,
        index.SearchField("key_points", boost=2),
        index.SearchField("steps"),
        index.SearchField("why"),
        index.SearchField("safety"),
        index.FilterField("category"),
    ]

    class Meta:
        verbose_name = "指南"

    @property
    def tab(self) -> str:
        """Guides have a tab."""
        return "guides"

    @property
    def card_label(self) -> str:
        """Its side of daily life."""
        return str(self.get_category_display())

    @property
    def card_icon(self) -> str:
        """The picture of what one does, else of its side of daily life."""
        return (self.linked_action.icon if self.linked_action else "") or category_icon(self.category)

    @property
    def card_category(self) -> str:
        """The colour of its side of daily life."""
        return self.category
