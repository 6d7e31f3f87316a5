"""Green creation: what a green family, school, agency, shop or restaurant is, before a contest opens."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from campaigns.contests.models import Kind
from content.models.base import Column, ReadingPage, reading_panels
from content.selectors.columns import column_url, listing
from content.selectors.contests import entered_now

FULL_SCORE = 100


class StageBlock(blocks.StructBlock):
    """One stage of the year: when, and what happens."""

    when = blocks.CharBlock(label="时间", max_length=40)
    what = blocks.CharBlock(label="做什么", max_length=120)

    class Meta:
        icon = "date"
        label = "阶段"


class CriterionBlock(blocks.StructBlock):
    """One line of the standard by which entries are scored."""

    title = blocks.CharBlock(label="指标", max_length=60)
    meaning = blocks.CharBlock(label="怎样算达到", max_length=200)
    points = blocks.IntegerBlock(label="分值", min_value=1, max_value=FULL_SCORE)

    class Meta:
        icon = "tick"
        label = "评分指标"


class CreationIndexPage(Column):
    """绿色创建: the five creations."""

    template = "content/creation/index.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["content.HomePage"]
    subpage_types: ClassVar[list[str]] = ["content.CreationPage"]

    class Meta:
        verbose_name = "栏目：绿色创建"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What lies below."""
        context = super().get_context(request, *args, **kwargs)
        return context | listing(self, request, CreationPage) | {"contests_url": column_url("contests")}


class CreationPage(ReadingPage):
    """One creation: for whom, what to check at home, what to hand in, how it is scored."""

    kind = models.CharField(
        "评选类别",
        max_length=10,
        choices=Kind,
        blank=True,
        help_text="选了以后，这一类正在报名的评选会列在页面上。",
    )
    who = models.CharField("谁可以参加", max_length=120)
    self_check = StreamField(
        [("item", blocks.CharBlock(label="自查一项", max_length=100))],
        blank=True,
        max_num=10,
        verbose_name="自查表",
    )
    evidence = StreamField(
        [("item", blocks.CharBlock(label="材料", max_length=100))], blank=True, verbose_name="要准备的材料"
    )
    timeline = StreamField([("stage", StageBlock())], blank=True, verbose_name="时间安排")
    rubric = StreamField([("criterion", CriterionBlock())], blank=True, verbose_name="评分标准")
    notice_template = models.TextField("结果公示样稿", blank=True)
    is_confirmed = models.BooleanField(
        "标准已由主管部门确认", default=False, help_text="没有确认的，页面上写明“征求意见稿”。"
    )

    template = "content/creation/creation.html"
    parent_page_types: ClassVar[list[str]] = ["content.CreationIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = reading_panels(
        "<p>写清目的、对象、自查表（10 项）、材料、时间和评分标准（合计 100 分）。主管部门确认后再打勾。</p>",
        FieldPanel("kind"),
        FieldPanel("who"),
        FieldPanel("self_check"),
        FieldPanel("evidence"),
        FieldPanel("timeline"),
        FieldPanel("rubric"),
        FieldPanel("notice_template"),
        FieldPanel("is_confirmed"),
    )
    search_fields = [
        *ReadingPage.search_fields,
        index.SearchField("who"),
        index.SearchField("self_check"),
        index.SearchField("rubric"),
    ]

    class Meta:
        verbose_name = "绿色创建"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page, and what can be entered of its kind."""
        return super().get_context(request, *args, **kwargs) | {"contests": entered_now(self.kind)}

    @property
    def full_score(self) -> int:
        """What the lines of the rubric add up to."""
        return sum(line.value["points"] or 0 for line in self.rubric or [])

    @property
    def card_label(self) -> str:
        """Whether its standard holds yet."""
        return "标准已确认" if self.is_confirmed else "征求意见稿"

    @property
    def card_icon(self) -> str:
        """A tick."""
        return "check"

    def clean(self) -> None:
        """A rubric that is there adds up to 100."""
        super().clean()
        total = self.full_score
        if total and total != FULL_SCORE:
            raise ValidationError({"rubric": f"评分标准合计应为 {FULL_SCORE} 分，现在是 {total} 分。"})
