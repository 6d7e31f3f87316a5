"""Monthly and yearly reports: a frozen snapshot each, and a new version for each correction."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Report(models.Model):
    """Everything that a report says, as it was on the day on which it was made. It never changes."""

    class Kind(models.TextChoices):
        MONTH = "month", "月报"
        YEAR = "year", "年度评估"

    class Reason(models.TextChoices):
        """Why there is a new version; fixed words, so that nothing unreviewed becomes public."""

        FIRST = "first", "首次发布"
        LATE = "late", "补入迟到的记录"
        REVIEW = "review", "核验更正"
        OFFICIAL = "official", "官方数值更新"
        DEFINITION = "definition", "统计口径更新"

    kind = models.CharField("类别", max_length=5, choices=Kind)
    start = models.DateField("时段开始")
    version = models.PositiveSmallIntegerField("版次")
    reason = models.CharField("原因", max_length=10, choices=Reason, default=Reason.FIRST)
    snapshot = models.JSONField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField("生成时间")
    # None: made by the clock.
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-start", "-version"]
        verbose_name = verbose_name_plural = "统计报告"
        default_permissions = ()
        permissions = [("make_report", "生成统计报告")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "start", "version"], name="report_version_once"),
            models.CheckConstraint(
                condition=Q(version=1, reason="first") | Q(version__gt=1) & ~Q(reason="first"),
                name="report_correction_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.start} v{self.version}"
