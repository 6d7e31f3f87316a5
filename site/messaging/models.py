"""The inbox: one row for each thing that somebody was told."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

TITLE_LENGTH, URL_LENGTH, KEY_LENGTH = 60, 200, 160


class Message(models.Model):
    """A notice to one person. It stands here whether or not a copy reaches them by another way."""

    class Kind(models.TextChoices):
        REVIEW = "review", "审核结果"
        REWARD = "reward", "兑换"
        POINTS = "points", "积分"
        HOUSEHOLD = "household", "家庭与代记"
        TEAM = "team", "团队"
        PARTNER = "partner", "数据授权"
        CAMPAIGN = "campaign", "活动"
        SYSTEM = "system", "系统"

    # No index of its own: those below begin with it.
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="inbox",
        db_index=False,
        verbose_name="收件人",
    )
    kind = models.CharField("类别", max_length=10, choices=Kind)
    title = models.CharField("标题", max_length=TITLE_LENGTH)
    # Plain text; a line break is a line break.
    body = models.TextField("内容", blank=True)
    # Where one can act on it: a path of this site.
    url = models.CharField("去处", max_length=URL_LENGTH, blank=True)
    # What happened, such as voucher:17:used; the same happening is told once.
    key = models.CharField("事件", max_length=KEY_LENGTH)
    created_at = models.DateTimeField("时间", auto_now_add=True, db_index=True)
    read_at = models.DateTimeField("读于", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="message_once_per_key"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "review",
                        "reward",
                        "points",
                        "household",
                        "team",
                        "partner",
                        "campaign",
                        "system",
                    ]
                ),
                name="message_kind_known",
            ),
            models.CheckConstraint(condition=~Q(title="") & ~Q(key=""), name="message_has_title_and_key"),
            models.CheckConstraint(
                condition=Q(url="") | Q(url__startswith="/") & ~Q(url__startswith="//"),
                name="message_leads_nowhere_else",
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="message_latest"),
            models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="message_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    def get_absolute_url(self) -> str:
        """Its page, for its recipient only."""
        return reverse("messaging:message", args=[self.pk])
