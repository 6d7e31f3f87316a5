"""Typical cases: who did what, and what came of it."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from content.blocks import DataBlock
from content.models.base import Column, ReadingPage, reading_panels
from content.selectors.columns import listing


class CaseIndexPage(Column):
    """典型案例."""

    template = "content/cases/index.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["content.HomePage"]
    subpage_types: ClassVar[list[str]] = ["content.CasePage"]

    class Meta:
        verbose_name = "栏目：典型案例"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What lies below."""
        context = super().get_context(request, *args, **kwargs)
        return context | listing(self, request, CasePage, field="kind")


class CasePage(ReadingPage):
    """One case. People and units that are named have agreed to it."""

    class Kind(models.TextChoices):
        HOUSEHOLD = "household", "家庭"
        COMMUNITY = "community", "社区村组"
        SCHOOL = "school", "学校"
        AGENCY = "agency", "机关单位"
        ENTERPRISE = "enterprise", "企业"
        SHOP = "shop", "商超餐饮"

    kind = models.CharField("类型", max_length=12, choices=Kind)
    subject = models.CharField("主体", max_length=80, help_text="做这件事的家庭、单位或社区。")
    area = models.ForeignKey(
        "accounts.Area",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="所在乡镇街道",
    )
    figures = StreamField([("data", DataBlock())], blank=True, verbose_name="成效数字")
    consented = models.BooleanField("主体已同意公开", default=False)

    template = "content/cases/case.html"
    parent_page_types: ClassVar[list[str]] = ["content.CaseIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = reading_panels(
        "<p>写清起因、做法、花了多少、效果怎样、别人能不能学。数字写明谁量的、哪段时间。先取得主体同意。</p>",
        FieldPanel("kind"),
        FieldPanel("subject"),
        FieldPanel("area"),
        FieldPanel("figures"),
        FieldPanel("consented"),
    )
    search_fields = [
        *ReadingPage.search_fields,
        index.SearchField("subject"),
        index.SearchField("figures"),
        index.FilterField("kind"),
    ]

    class Meta:
        verbose_name = "典型案例"
