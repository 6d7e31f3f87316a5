"""Theme days: when they are, by which rule, and what this year's are about."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index

from content.models.base import Column
from content.rules.theme_days import DayRule, Weekday, date_by_rule
from content.selectors import theme_days as selectors


class ThemeDayIndexPage(Column):
    """主题日: the year's calendar."""

    template = "content/theme_days/index.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["content.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "栏目：主题日"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The year's calendar (?year=), the next day first."""
        context = super().get_context(request, *args, **kwargs)
        year, years = selectors.years_around(request.GET.get("year", ""))
        records = selectors.theme_days()
        return context | {
            "years": years,
            "months": selectors.calendar_of(records, year),
            "next_day": selectors.next_of(records),
        }


class ThemeDay(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    ClusterableModel,
):
    """A day, week or month with a name. A day by yearly notice has no date until the notice is there."""

    class Rule(models.TextChoices):
        FIXED = "fixed", "每年同一天"
        NTH_WEEKDAY = "nth_weekday", "某月第几个星期几"
        NOTICE = "notice", "每年以通知为准"

    name = models.CharField("名称", max_length=40, unique=True)
    slug = models.SlugField("网址代号", max_length=60, unique=True)
    rule = models.CharField("日期规则", max_length=12, choices=Rule)
    month = models.PositiveSmallIntegerField(
        "月份",
        validators=[MinValueValidator(1), MaxValueValidator(12)],
        help_text="以通知为准的，写往年通常所在的月份，用来排在日历里。",
    )
    day = models.PositiveSmallIntegerField(
        "日", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    nth = models.SmallIntegerField(
        "第几个",
        null=True,
        blank=True,
        validators=[MinValueValidator(-1), MaxValueValidator(5)],
        help_text="最后一个写 -1。",
    )
    weekday = models.PositiveSmallIntegerField("星期", choices=Weekday.choices(), null=True, blank=True)
    days = models.PositiveSmallIntegerField("持续几天", default=1, validators=[MinValueValidator(1)])
    since_year = models.PositiveSmallIntegerField("从哪年起", null=True, blank=True)
    usual_time = models.CharField(
        "通常时间", max_length=60, blank=True, help_text="以通知为准的，如“全国节能宣传周的第三天”。"
    )
    description = models.CharField("是什么日子", max_length=200)
    source = models.CharField("依据", max_length=200)
    source_url = models.URLField("依据网址", blank=True)
    is_main = models.BooleanField("重点主题日", default=False)

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="theme_day")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="theme_day",
        for_concrete_model=False,
    )

    panels: ClassVar[list[object]] = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("description"),
        FieldPanel("rule"),
        FieldRowPanel([FieldPanel("month"), FieldPanel("day")], heading="同一天"),
        FieldRowPanel([FieldPanel("nth"), FieldPanel("weekday")], heading="第几个星期几"),
        FieldPanel("days"),
        FieldPanel("usual_time"),
        FieldPanel("since_year"),
        FieldPanel("source"),
        FieldPanel("source_url"),
        FieldPanel("is_main"),
        InlinePanel("years", label="年度安排", heading="各年安排"),
    ]
    search_fields: ClassVar[list[object]] = [
        index.SearchField("name", boost=2),
        index.SearchField("description"),
        index.AutocompleteField("name"),
        index.FilterField("live"),
    ]

    class Meta:
        verbose_name = verbose_name_plural = "主题日"
        ordering = ["month", "day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(rule="fixed") | Q(day__isnull=False), name="theme_day_fixed_has_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(rule="nth_weekday") | Q(nth__isnull=False, weekday__isnull=False),
                name="theme_day_nth_has_a_weekday",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def revisions(self) -> object:
        """Revisions of this record."""
        return self._revisions

    @property
    def day_rule(self) -> DayRule:
        """The rule as plain values."""
        return DayRule(kind=self.rule, month=self.month, day=self.day, nth=self.nth, weekday=self.weekday)

    def date_in(self, year: int) -> date | None:
        """The first day by the rule; None when it waits for a notice or the year is before the first."""
        if self.since_year and year < self.since_year:
            return None
        return date_by_rule(self.day_rule, year)

    def clean(self) -> None:
        """Each rule has what it needs, and the day exists."""
        super().clean()
        if self.rule == self.Rule.FIXED and not self.day:
            raise ValidationError({"day": "每年同一天的，请填写是几号。"})
        if self.rule == self.Rule.NTH_WEEKDAY and (not self.nth or self.weekday is None):
            raise ValidationError({"nth": "请填写第几个、星期几。"})
        if self.rule == self.Rule.FIXED:
            try:
                date(2024, self.month, self.day or 1)
            except (TypeError, ValueError):
                raise ValidationError({"day": "没有这一天，请检查月份和日。"}) from None

    def get_preview_template(self, request: object, mode_name: str) -> str:
        """The record as it stands in the calendar."""
        return "content/theme_days/preview.html"


class ThemeDayYear(models.Model):
    """What a notice says of one year: the dates, the theme."""

    day = ParentalKey(ThemeDay, on_delete=models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField(
        "年份", validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True, blank=True)
    theme = models.CharField("当年主题", max_length=100, blank=True)
    source = models.CharField("依据", max_length=200)
    source_url = models.URLField("依据网址", blank=True)

    panels: ClassVar[list[object]] = [
        FieldRowPanel([FieldPanel("year"), FieldPanel("starts_on"), FieldPanel("ends_on")]),
        FieldPanel("theme"),
        FieldPanel("source"),
        FieldPanel("source_url"),
    ]

    class Meta:
        verbose_name = verbose_name_plural = "年度安排"
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["day", "year"], name="theme_day_once_a_year"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="theme_day_year_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}"

    def clean(self) -> None:
        """The dates lie in the year and in order."""
        super().clean()
        if self.starts_on and self.year and self.starts_on.year != self.year:
            raise ValidationError({"starts_on": "开始日期不在这一年里。"})
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": "结束日期不能早于开始日期。"})
