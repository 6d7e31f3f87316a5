"""The corner for cadres: lectures, their materials and recordings, and how many came."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from content.blocks import DownloadBlock, VideoBlock
from content.models.base import Column, ReadingPage, reading_panels
from content.selectors.training import sessions_of


class TrainingIndexPage(Column):
    """干部培训: the lectures of 双碳大讲堂."""

    template = "content/training/index.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["content.HomePage"]
    subpage_types: ClassVar[list[str]] = ["content.TrainingSessionPage"]

    class Meta:
        verbose_name = "栏目：干部培训"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Lectures by what comes and what was."""
        return super().get_context(request, *args, **kwargs) | {"groups": sessions_of(self)}


class TrainingSessionPage(ReadingPage):
    """One lecture. Who came is counted by unit; nobody's learning time is tracked."""

    class Audience(models.TextChoices):
        CADRES = "cadres", "党政干部"
        ENTERPRISES = "enterprises", "企业负责人"
        GRASSROOTS = "grassroots", "村社区干部"
        PUBLIC = "public", "公众"

    audience = models.CharField("对象", max_length=12, choices=Audience, default=Audience.CADRES)
    starts_at = models.DateTimeField("开始时间", null=True, blank=True)
    ends_at = models.DateTimeField("结束时间", null=True, blank=True)
    place = models.CharField("地点", max_length=120, blank=True)
    speaker = models.CharField("主讲人", max_length=80, blank=True)
    materials = StreamField([("download", DownloadBlock())], blank=True, verbose_name="课件资料")
    recording = StreamField([("video", VideoBlock())], blank=True, max_num=1, verbose_name="录像")

    template = "content/training/session.html"
    parent_page_types: ClassVar[list[str]] = ["content.TrainingIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = reading_panels(
        "<p>每场讲座一页：课前写时间、地点、主讲和提纲，课后补上课件、录像和到场人数。</p>",
        FieldPanel("audience"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel("place"),
                FieldPanel("speaker"),
            ],
            heading="时间和地点",
        ),
        FieldPanel("materials"),
        FieldPanel("recording"),
        InlinePanel("attendance", label="单位", heading="到场人数"),
    )
    search_fields = [
        *ReadingPage.search_fields,
        index.SearchField("speaker"),
        index.SearchField("place"),
        index.SearchField("materials"),
        index.FilterField("audience"),
    ]

    class Meta:
        verbose_name = "培训讲座"

    @property
    def people(self) -> int:
        """How many came, over all units."""
        return sum(row.people for row in self.attendance.all())

    def clean(self) -> None:
        """A lecture ends after it begins."""
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": "结束时间要晚于开始时间。"})


class TrainingAttendance(Orderable):
    """How many people of one unit came."""

    session = ParentalKey(TrainingSessionPage, on_delete=models.CASCADE, related_name="attendance")
    unit = models.CharField("单位", max_length=80)
    people = models.PositiveIntegerField("人数", validators=[MinValueValidator(1)])

    panels: ClassVar[list[object]] = [FieldRowPanel([FieldPanel("unit"), FieldPanel("people")])]

    class Meta(Orderable.Meta):
        verbose_name = verbose_name_plural = "到场人数"
        constraints = [
            models.UniqueConstraint(fields=["session", "unit"], name="training_unit_counted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.people}"
