"""What every page to read has in common."""

from typing import Any, ClassVar

from anyascii import anyascii
from django.db import models
from django.http import HttpRequest
from django.utils.text import slugify
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from content.blocks import SourceBlock, body_blocks
from content.checks.form import ReadingPageForm
from content.panels import ChecksPanel, WordReportPanel
from content.preview import PreviewModes
from content.selectors.reading import crumbs_of, frame_of

# Longer addresses are cut off in chats.
SLUG_LENGTH = 60


def slug_of(title: str) -> str:
    """The title as it sounds, as an address; empty when there is no letter in it."""
    return slugify(str(anyascii(title)))[:SLUG_LENGTH].strip("-")


class Column(Page):
    """A column: a page that lists the pages below it. Empty ones stay out of public menus."""

    intro = models.CharField("栏目说明", max_length=200, blank=True)
    update_within_days = models.PositiveSmallIntegerField(
        "应在几天内更新",
        default=0,
        help_text="超过这个天数没有新稿件，会出现在“两周未更新”报告里；0 表示不检查。",
    )

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("update_within_days")]
    search_fields = [*Page.search_fields, index.SearchField("intro")]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.title)

    @property
    def tab(self) -> str:
        """The tab that is lit; one of core.context.TABS."""
        return "news"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Where the column lies; what it lists comes from the kind of column."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {"tab": self.tab, "crumbs": crumbs_of(self)}


class ReadingPage(PreviewModes, Page):
    """A page to read: words, pictures, where they are from, who answers for them, what to do next."""

    summary = models.CharField(
        "摘要",
        max_length=120,
        blank=True,
        help_text="一两句话说清这页讲什么，列表、分享卡片和搜索结果都用它。",
    )
    cover = models.ForeignKey(
        "media.Picture",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="封面图",
    )
    body = StreamField(body_blocks(), blank=True, verbose_name="正文")
    sources = StreamField([("source", SourceBlock())], blank=True, verbose_name="依据和出处")
    source = models.CharField("来源", max_length=120, blank=True, help_text="稿件从哪里来，如“市委宣传部”。")
    source_url = models.URLField("来源网址", blank=True)
    responsible_editor = models.CharField("责任编辑", max_length=40, blank=True)
    department = models.ForeignKey(
        "content.Department",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="负责单位",
    )
    reviewed_on = models.DateField("内容核对日期", null=True, blank=True)
    review_due_on = models.DateField("下次核对日期", null=True, blank=True)
    is_sample = models.BooleanField("示例", default=False, help_text="供编辑参考的样稿，页面上会标明“示例”。")
    action = models.ForeignKey(
        "carbon_points.Action",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="相关行为",
        help_text="读者看完后可以一键记录的行为。",
    )
    plan_part = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="对应的方案条目",
    )
    theme_day = models.ForeignKey(
        "content.ThemeDay",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="主题日",
    )

    base_form_class = ReadingPageForm
    origin_panels: ClassVar[list[Panel]] = [
        MultiFieldPanel(
            [
                FieldPanel("source"),
                FieldPanel("source_url"),
                FieldPanel("responsible_editor"),
                FieldPanel("sources"),
            ],
            heading="出处",
        ),
        MultiFieldPanel(
            [
                FieldPanel("department"),
                FieldPanel("reviewed_on"),
                FieldPanel("review_due_on"),
                FieldPanel("is_sample"),
            ],
            heading="核对",
        ),
        MultiFieldPanel(
            [FieldPanel("action"), FieldPanel("plan_part"), FieldPanel("theme_day")], heading="看完以后"
        ),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
        index.SearchField("sources"),
        index.FilterField("is_sample"),
        index.FilterField("action"),
        index.FilterField("plan_part"),
        index.FilterField("theme_day"),
        index.FilterField("department"),
    ]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.title)

    def _set_core_field_defaults(self) -> None:
        """An address that is missing is made from the title's sound, for drafts and public pages alike."""
        is_placed = bool(self.path or getattr(self, "_cached_parent_obj", None))
        # The type is unknown where modules import each other.
        base = "" if self.slug or not is_placed else slug_of(self.title)  # type: ignore[has-type]
        if base:
            self.slug = self._get_autogenerated_slug(base)
        super()._set_core_field_defaults()

    @property
    def tab(self) -> str:
        """The tab that is lit; one of core.context.TABS."""
        return "news"

    @property
    def card_label(self) -> str:
        """The word on its card: the kind of page, where it has kinds."""
        kind = getattr(self, "get_kind_display", None)
        return str(kind()) if kind else ""

    @property
    def card_icon(self) -> str:
        """The picture on its card."""
        return (self.action.icon if self.action else "") or "leaf"

    @property
    def card_category(self) -> str:
        """The colour of its card."""
        return str(self.action.category) if self.action else "all"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page, the tab it lies under and what stands around it."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {"tab": self.tab, "frame": frame_of(self)}


def reading_panels(help_html: str, *middle: Panel) -> list[Panel]:
    """The panels of a page to read: help, title, summary, cover, then its own ones, then body and origin."""
    return [
        WordReportPanel(),
        ChecksPanel(),
        HelpPanel(content=help_html, heading="怎么写"),
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("cover"),
        *middle,
        FieldPanel("body"),
        *ReadingPage.origin_panels,
    ]
