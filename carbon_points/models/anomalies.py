"""What looks unusual: a queue for people to look at, never a verdict by a machine."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Anomaly(models.Model):
    """One thing that a detector noticed, and what somebody made of it."""

    class Kind(models.TextChoices):
        VELOCITY = "velocity", "记录过快"
        PHOTO = "photo", "相似照片"
        DEVICE = "device", "同一设备多个账号"
        MERCHANT = "merchant", "核销过于集中"
        HELPER = "helper", "代记异常"
        WRITE_OFF = "writeoff", "冲正时积分已用"
        PARTNER = "partner", "合作方授权异常"

    class State(models.TextChoices):
        OPEN = "open", "待查看"
        CLEARED = "cleared", "没有问题"
        FOLLOWED = "followed", "已处理"

    kind = models.CharField("种类", max_length=8, choices=Kind)
    # The same finding is written once.
    key = models.CharField(max_length=120, unique=True)
    resident = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Figures that made it noticed, in words: no names, no phones.
    summary = models.CharField("情况", max_length=200)
    facts = models.JSONField(default=dict, blank=True)
    found_at = models.DateTimeField("发现时间")
    state = models.CharField("状态", max_length=8, choices=State, default=State.OPEN)
    note = models.CharField("处理说明", max_length=200, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "异常提示"
        permissions = [("handle_anomaly", "处理异常提示")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", handled_by__isnull=True)
                | ~Q(state="open") & Q(handled_by__isnull=False) & ~Q(note=""),
                name="anomaly_closed_with_a_note",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class DeviceSighting(models.Model):
    """An account that was used in a browser, known by a random cookie of our own; forgotten after 30 days."""

    device = models.CharField(max_length=22)
    resident = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["device", "resident", "day"], name="sighting_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.device[:6]} {self.day}"
