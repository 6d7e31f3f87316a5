"""Official results of the plan's figures: entered by one person with a document, confirmed by another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from indicators.models.plan import PlanIndicator
from indicators.storage import OfficialStorage


class OfficialValue(models.Model):
    """What a department says that an indicator of the plan was on a day.

    Numbers and document never change after they were entered: a correction is a new row with the same day,
    and the newest confirmed row of the latest day is the one that stands. Nothing is public before a second
    person agreed.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "待确认"
        CONFIRMED = "confirmed", "已确认"
        REFUSED = "refused", "已退回"
        TAKEN_BACK = "taken_back", "已撤回"

    indicator = models.ForeignKey(
        PlanIndicator, on_delete=models.PROTECT, related_name="official_values", verbose_name="指标"
    )
    as_of = models.DateField("数据截至")
    value = models.DecimalField("数值", max_digits=18, decimal_places=4)
    document_title = models.CharField("依据文件", max_length=200)
    document_number = models.CharField("文号", max_length=80, blank=True)
    document_url = models.URLField("公开网址", max_length=500, blank=True)
    # Staff only: what the second person looks at.
    document_file = models.FileField(
        "文件", upload_to="documents/", storage=OfficialStorage(), max_length=200, blank=True
    )
    note = models.CharField("口径说明", max_length=300, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("填报时间")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField("确认时间", null=True, blank=True)
    # Why it was sent back; staff only.
    reason = models.CharField("退回原因", max_length=200, blank=True)
    # Chosen by the form, so that a double click enters one value.
    request_key = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["-as_of", "-pk"]
        verbose_name = verbose_name_plural = "官方数值"
        default_permissions = ()
        permissions = [
            ("enter_official", "填报官方数值"),
            ("confirm_official", "确认官方数值"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "taken_back"], decided_by=None, decided_at=None)
                | Q(state__in=["confirmed", "refused"], decided_by__isnull=False, decided_at__isnull=False),
                name="official_value_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("entered_by")),
                name="official_value_two_people",
            ),
            models.UniqueConstraint(
                fields=["indicator", "as_of"],
                condition=Q(state="waiting"),
                name="official_value_one_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.as_of} {self.value} ({self.state})"


class ValueSheet(models.Model):
    """A spreadsheet of values that somebody looks at before it is taken over; nothing counts until then."""

    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    uploaded_at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    # One entry for each line that would enter a value; plain data.
    lines = models.JSONField()
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.file_name} ({len(self.lines)})"
