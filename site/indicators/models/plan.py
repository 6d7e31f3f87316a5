"""The figures that the plan sets as targets, each with its place in the plan: the registry's first half."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models

from core import clock
from core.text import without_zeros

if TYPE_CHECKING:
    from indicators.models.official import OfficialValue


class PlanIndicator(models.Model):
    """A figure of the plan as it stands there. Official results come from staff, never from logs."""

    class Kind(models.TextChoices):
        HEADLINE = "headline", "主要指标"
        BOX_TARGET = "box_target", "专栏任务量"
        PROJECT = "project_param", "项目规模"
        DATED = "dated_no_number", "有期限、无数字"
        BASELINE = "baseline_fact", "现状"
        THRESHOLD = "threshold", "适用门槛"

    code = models.CharField("代码", max_length=20, unique=True)
    action_no = models.PositiveSmallIntegerField("行动编号", help_text="0 表示总目标。")
    name = models.CharField("名称", max_length=120)
    kind = models.CharField("类别", max_length=20, choices=Kind)
    baseline = models.DecimalField("基期值", max_digits=14, decimal_places=4, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField("基期年", null=True, blank=True)
    target = models.DecimalField("目标值", max_digits=14, decimal_places=4, null=True, blank=True)
    target_max = models.DecimalField("目标上限", max_digits=14, decimal_places=4, null=True, blank=True)
    target_year = models.PositiveSmallIntegerField("目标年", null=True, blank=True)
    unit = models.CharField("单位", max_length=30, blank=True)
    comparator = models.CharField("怎么比", max_length=4, blank=True)
    departments = models.TextField("责任单位", blank=True)
    section = models.CharField("出处", max_length=40)
    anchor = models.CharField("出处锚点", max_length=40, blank=True, db_index=True)
    resident_log_feed = models.CharField(
        "与居民记录的关系",
        max_length=20,
        choices=[("no", "无关"), ("context_only", "只作背景")],
        default="no",
    )
    notes = models.TextField("备注", blank=True)
    # No column: the value that stands, once selectors.official.with_official has looked it up.
    official: OfficialValue | None = None

    class Meta:
        ordering = ["action_no", "pk"]
        verbose_name = verbose_name_plural = "方案指标"

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def state_on(self, day: date) -> str:
        """`awaited` once the target year has passed, `ahead` before; else `fact` (现状) or `undated`."""
        if self.kind == self.Kind.BASELINE:
            return "fact"
        if self.target_year is None:
            return "undated"
        return "awaited" if self.target_year < day.year else "ahead"

    @property
    def state(self) -> str:
        """The state today."""
        return self.state_on(clock.today())

    @property
    def result_is_due(self) -> bool:
        """The target year is over, and what stands is older than it: no result of that year yet."""
        year = self.target_year
        return self.state == "awaited" and (self.official is None or self.official.as_of.year < (year or 0))

    @property
    def shown_value(self) -> str:
        """The value as the plan sets it: ≥ 50, 2–3, 约 25; empty when the plan gives no number."""
        value = self.baseline if self.kind == self.Kind.BASELINE else self.target
        if value is None:
            return ""
        if self.target_max is not None:
            return f"{without_zeros(f'{value:f}')}–{without_zeros(f'{self.target_max:f}')}"
        sign = {">=": "≥ ", "<=": "≤ ", "≈": "约 "}.get(self.comparator, "")
        return sign + without_zeros(f"{value:f}")
