"""Rules that staff may change: each change is a new row with the day from which it holds."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from carbon_points.models.ledger import AppendOnly


class Policy(AppendOnly):
    """One version of one rule. The newest row whose day has come is in force; a published row never changes.

    Deeds are judged by the policy of their own day, so that nothing is changed after the fact.
    """

    class Kind(models.TextChoices):
        CITY = "city", "全市规则"
        ACTION = "action", "行动的上限与份额"
        REWARD = "reward", "奖励的价格与限量"
        BUDGET = "budget", "月度预算"

    kind = models.CharField("类别", max_length=10, choices=Kind)
    # What it is about: an action's code, a reward's number, "<budget line>:2026-12"; empty for the city.
    key = models.CharField("对象", max_length=60, blank=True)
    # As rules.policies reads it; amounts as text, so that 0.5 stays 0.5.
    values = models.JSONField("内容", default=dict)
    valid_from = models.DateField("生效日期")
    note = models.CharField("为什么改", max_length=200)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField("发布时间")

    class Meta:
        ordering = ["kind", "key", "-valid_from"]
        verbose_name = verbose_name_plural = "规则"
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "valid_from"], name="policy_once_per_day"),
            models.CheckConstraint(
                condition=Q(kind__in=["city", "action", "reward", "budget"]), name="policy_kind_known"
            ),
            models.CheckConstraint(condition=~Q(note=""), name="policy_says_why"),
            models.CheckConstraint(
                condition=Q(kind="city", key="") | ~Q(kind="city") & ~Q(key=""),
                name="policy_names_its_object",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.valid_from}"
