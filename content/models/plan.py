"""The plan as pages: what editors write about each chapter, action, task and box.

The official text is not on the pages but in PlanPassage: a page's drafts would bring back an older text.
"""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from content.blocks import BoxItemBlock, FigureBlock
from content.selectors import plan as selectors
from content.selectors.linked import reading_about

PROSE = ["bold", "link", "ol", "ul"]


class PlanPage(Page):
    """The plan: its own page is the overview, below it lie the chapters."""

    intro = RichTextField("导语", blank=True, features=PROSE, help_text="说明这是解读，以正式文件为准。")
    document_number = models.CharField("发文字号", max_length=60, blank=True)
    issued_on = models.DateField("发布日期", null=True, blank=True)
    source_url = models.URLField("正式文件网址", blank=True)
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    template = "content/plan/plan_page.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["content.HomePage"]
    subpage_types: ClassVar[list[str]] = ["content.PlanChapterPage"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("document_number"),
        FieldPanel("issued_on"),
        FieldPanel("source_url"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("document_number")]

    class Meta:
        verbose_name = "实施方案"

    def __str__(self) -> str:
        return str(self.title)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The overview: chapters, action cards, and where the official text stands."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {
            "tab": "plan",
            "overview": selectors.plan_overview(self),
            "related": reading_about(self),
        }


class PlanPart(Page):
    """What every page of the plan has. `anchor` ties it to the official text and to our edition's keys.

    `number`, `anchor`, `official_title` and `withdrawn` belong to the import; a page that editors add
    by themselves has no anchor, and the import leaves it alone.
    """

    number = models.PositiveSmallIntegerField("编号", null=True, blank=True, editable=False)
    anchor = models.CharField("锚点", max_length=40, blank=True, editable=False, db_index=True)
    official_title = models.CharField("文件中的标题", max_length=255, blank=True, editable=False)
    withdrawn = models.BooleanField("文件中已删去", default=False, editable=False)
    explanation = RichTextField("解读", blank=True, features=PROSE, help_text="用自己的话写，不抄原文。")
    figures = StreamField(
        [("figure", FigureBlock())], blank=True, verbose_name="数字", help_text="每个数字都要出自方案。"
    )
    # What load_plan_edition last wrote here, so that it never overwrites an editor.
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    content_panels = [*Page.content_panels, FieldPanel("explanation"), FieldPanel("figures")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("official_title", boost=2),
        index.SearchField("explanation"),
        index.SearchField("figures"),
    ]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.title)

    @property
    def duty_line(self) -> str:
        """The responsible departments on one line, for cards. Uses what was prefetched."""
        duties = list(self.responsibilities.all())
        names = "、".join(duty.department.label for duty in duties)
        return f"{names}等" if any(duty.others for duty in duties) else names

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page with its official text, departments, indicators, children and neighbours."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {
            "tab": "plan",
            "part": selectors.part_view(self),
            "related": reading_about(self),
        }


class PlanChapterPage(PlanPart):
    """一、二、三…: the chapter with the actions has the slug `actions`."""

    template = "content/plan/part_page.html"
    parent_page_types: ClassVar[list[str]] = ["content.PlanPage"]
    subpage_types: ClassVar[list[str]] = ["content.PlanSectionPage", "content.PlanBoxPage"]

    class Meta:
        verbose_name = "方案：章"


class PlanSectionPage(PlanPart):
    """（一）（二）…: an action when `action_no` is set, otherwise a section of text."""

    action_no = models.PositiveSmallIntegerField("行动编号", null=True, blank=True, editable=False)
    summary = models.CharField("一句话", max_length=200, blank=True)
    icon = models.CharField("图标", max_length=30, blank=True)

    template = "content/plan/part_page.html"
    parent_page_types: ClassVar[list[str]] = ["content.PlanChapterPage"]
    subpage_types: ClassVar[list[str]] = ["content.PlanTaskPage", "content.PlanBoxPage"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("icon"),
        FieldPanel("explanation"),
        FieldPanel("figures"),
    ]
    search_fields = [*PlanPart.search_fields, index.SearchField("summary", boost=2)]

    class Meta:
        verbose_name = "方案：行动或节"


class PlanTaskPage(PlanPart):
    """1. 2. 3. …: one task with its responsible departments."""

    template = "content/plan/part_page.html"
    parent_page_types: ClassVar[list[str]] = ["content.PlanSectionPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "方案：任务"


class PlanBoxPage(PlanPart):
    """专栏: a list of projects beside the tasks of an action."""

    items = StreamField([("item", BoxItemBlock())], blank=True, verbose_name="项目解读")

    template = "content/plan/part_page.html"
    parent_page_types: ClassVar[list[str]] = ["content.PlanSectionPage", "content.PlanChapterPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [*PlanPart.content_panels, FieldPanel("items")]
    search_fields = [*PlanPart.search_fields, index.SearchField("items")]

    class Meta:
        verbose_name = "方案：专栏"
